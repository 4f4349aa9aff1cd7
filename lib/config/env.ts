import { hostname } from 'node:os';
import { z } from 'zod';
import { levelOf, PINO_LEVELS } from '../logging/level.ts';

const UNITS: Readonly<Record<string, number>> = { '': 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30 };

const bytes = (fallback: string) =>
  z
    .string()
    .default(fallback)
    .transform((value, ctx) => {
      const found = /^(\d+)\s*([kmg]?)i?b?$/i.exec(value.trim());
      if (found) return Number(found[1]) * UNITS[found[2]!.toLowerCase()]!;
      ctx.addIssue({
        code: 'custom',
        message: `"${value}" is not a size; bytes or 512KiB, 50MiB, 1GiB are expected`,
      });
      return z.NEVER;
    });
/** At most a day: a timer of over 2^31 ms would fire at once. */
const seconds = (fallback: number, floor = 0) =>
  z.coerce.number().min(floor).max(86_400).default(fallback);
const count = (fallback: number) => z.coerce.number().int().min(1).default(fallback);
const floored = (fallback: number, floor: number, ceiling = Number.MAX_SAFE_INTEGER) =>
  z.coerce
    .number()
    .int()
    .default(fallback)
    .transform((value) => Math.min(ceiling, Math.max(floor, value)));
const word = (fallback: string) =>
  z
    .string()
    .default(fallback)
    .transform((value) => value.trim().toLowerCase() || fallback);
const TRUE = /^(?:1|true|t|yes|y|on)$/i;
// A misspelt switch must not silently be off.
const flag = z
  .string()
  .default('false')
  .transform((value) => value.trim() || 'false')
  .refine(
    (value) => TRUE.test(value) || /^(?:0|false|f|no|n|off)$/i.test(value),
    'is neither true nor false',
  )
  .transform((value) => TRUE.test(value));
const list = z
  .string()
  .default('')
  .transform((value) =>
    value
      .split(',')
      .map((item) => item.trim())
      .filter(Boolean),
  );

/** Every `SYNAPSE_*` variable, without its prefix. The README's table is made from the descriptions. */
export const variables = {
  GATEWAY_CONFIG_PATH: z.string().default('/config/backends.yaml').describe('The backends file.'),
  VOICE_LIBRARY_DIR: z
    .string()
    .default('/data/voices')
    .describe('Where voices are kept; shared by all functions.'),
  MODEL_PROFILES_PATH: z
    .string()
    .optional()
    .describe('Model profiles; default: `model-profiles.json` beside the voices.'),
  STATE_DIR: z
    .string()
    .optional()
    .describe(
      'Shared folder through which functions see each other’s breakers; unset: each shows its own.',
    ),
  LOG_LEVEL: z
    .string()
    .default('INFO')
    .transform((value) => PINO_LEVELS[levelOf(value)])
    .describe('DEBUG, INFO, WARNING, ERROR or CRITICAL.'),
  INSTANCE_ID: z
    .string()
    .default(hostname() || 'synapse')
    .describe('Name of this process in logs; default: the host name.'),
  HTTP_STACK: z
    .enum(['adopted', 'framework'])
    .default('adopted')
    .describe('`framework` leaves every request to the stock Express stack.'),
  MAX_AUDIO_BYTES: bytes('1GiB').describe('Largest audio upload.'),
  MAX_VOICE_FILE_BYTES: bytes('50MiB').describe('Largest recording of a voice.'),
  MAX_JSON_BYTES: bytes('32MiB').describe('Largest JSON body.'),
  UPLOAD_IDLE_SECONDS: seconds(60, 1).describe('An upload silent for this long is given up (408).'),
  READER_IDLE_SECONDS: seconds(300).describe(
    'A client that takes nothing of its answer for this long is let go, and what works for it. 0: never.',
  ),
  REQUEST_LIMIT_SECONDS: seconds(0).describe(
    'The platform’s limit on a whole request (Knative: `timeoutSeconds`); requests are ended in good order a little earlier. 0: none.',
  ),
  STREAM_PING_SECONDS: seconds(15).describe(
    'A stream of events silent for this long carries a comment, `: ping`. 0: never.',
  ),
  DRAIN_SECONDS: seconds(600).describe(
    'How long running requests may go on after SIGTERM; then they are ended with an error.',
  ),
  KEEP_ALIVE_SECONDS: seconds(120, 1).describe(
    'Idle client connections; above the 90 s of Knative’s queue-proxy.',
  ),
  PROXY_HOPS: z.coerce
    .number()
    .int()
    .min(0)
    .max(20)
    .default(0)
    .describe(
      'Proxies in front that add to `x-forwarded-for`, so that addresses cannot be made up. 0: not known, the first entry is believed.',
    ),
  CORS_ORIGINS: list.describe(
    'Origins whose pages may call the API, comma-separated; `*` for all; empty: none.',
  ),
  LLAMA_ROUTER_DEPLOYMENT_NAMESPACE: z
    .string()
    .default('llm-infra')
    .describe('Namespace of the router Deployment.'),
  LLAMA_ROUTER_DEPLOYMENT_NAME: z
    .string()
    .default('llama-router')
    .describe('The router Deployment.'),
  LLAMA_ROUTER_CONTAINER_NAME: z
    .string()
    .default('llama-server')
    .describe('Its container with the `--ctx-size` argument.'),
  RUNTIME_RECONFIGURE_TIMEOUT_SECONDS: seconds(300, 1).describe(
    'How long a changed router may take to come back.',
  ),
  MODEL_LOAD_TIMEOUT_SECONDS: seconds(240, 1).describe('How long a model may take to load.'),
  MODEL_QUEUE_MAX: count(256).describe('Most requests that wait for models; more are refused.'),
  MODEL_QUEUE_SECONDS: seconds(300, 1).describe(
    'Longest wait of a request for its model, load included.',
  ),
  MODEL_TURN_REQUESTS: count(64).describe(
    'A model others wait for gives way after so many requests, …',
  ),
  MODEL_TURN_SECONDS: seconds(30).describe('… or after this time, whichever comes first.'),
  MODEL_LEASE_SECONDS: seconds(10, 1).describe(
    'When a replica of `llm` that died is forgotten; with Redis only.',
  ),
  REDIS_URL: z
    .string()
    .refine((value) => URL.canParse(value) && /^rediss?:$/.test(new URL(value).protocol), {
      error: 'a redis:// or rediss:// URL is expected',
    })
    .optional()
    .describe('Redis through which replicas agree on models; unset: each for itself.'),
  EMBEDDED_IDLE_SECONDS: seconds(300, 1).describe(
    'An embedded engine idle for this long frees its memory.',
  ),
  EMBEDDED_MODEL_SLEEP_SECONDS: seconds(600, 1).describe(
    'An embedded chat model idle for this long sleeps.',
  ),
  POCKETSPHINX: z
    .string()
    .optional()
    .describe('Path of the pocketsphinx executable; default: found on PATH.'),
  // A secret that was read from a file often ends with its line.
  DASHBOARD_ACCESS_TOKEN: z
    .string()
    .optional()
    .transform((token) => token?.trim() || undefined)
    .describe('Opens the dashboard and the terminal feed; unset: both answer 403.'),
  DASHBOARD_ACCESS_COOKIE_NAME: z
    .string()
    .regex(/^[!#$%&'*+.^_`|~\w-]+$/, 'is not a name for a cookie')
    .default('synapse_dash_token')
    .describe('Name of the session cookie.'),
  DASHBOARD_COOKIE_SECURE: flag.describe(
    'Always marks the session cookie Secure; when the request came by https it is anyway.',
  ),
  DASHBOARD_SESSION_HOURS: z.coerce
    .number()
    .positive()
    .default(24)
    .describe('How long a session lasts without use.'),
  TERMINAL_FEED_MODE: word('mock')
    .transform((mode) => (mode === 'live' ? ('live' as const) : ('mock' as const)))
    .describe('`live` shows the log lines of all functions; `mock` a marked demonstration.'),
  TERMINAL_FEED_BUFFER_SIZE: floored(500, 10).describe('Lines kept for those who come later.'),
  TERMINAL_FEED_SUBSCRIBER_QUEUE_SIZE: floored(200, 10).describe(
    'Lines that may wait for a slow reader; then the oldest are dropped, and it is told.',
  ),
  TERMINAL_FEED_MAX_SUBSCRIBERS: count(100).describe('Most readers of the feed at once (503).'),
  TERMINAL_FEED_BACKLOG_LINES: floored(80, 1, 500).describe(
    'Lines shown at first, unless the reader says how many.',
  ),
  TERMINAL_FEED_KEEPALIVE_SECONDS: z.coerce
    .number()
    .default(15)
    .transform((value) => Math.min(45, Math.max(5, value)))
    .describe('A sign of life to every reader; 5 to 45, as a page gives up after a silent minute.'),
  TERMINAL_FEED_MAX_LINE_CHARS: floored(1200, 256).describe('Longer lines are cut; at least 256.'),
  TERMINAL_FEED_DEFAULT_LEVEL: word('info')
    .transform(levelOf)
    .describe('Lowest level shown, unless the reader says which.'),
  TERMINAL_FEED_BUS_MODE: word('local').describe(
    'How functions meet: `redis`, or `local` by a socket in the state folder.',
  ),
  TERMINAL_FEED_REDIS_URL: z
    .string()
    .default('')
    .describe('`redis://` or `rediss://` URL, with user and password as needed.'),
  TERMINAL_FEED_REDIS_CHANNEL: z
    .string()
    .default('synapse:terminal_feed')
    .describe('Channel of the log lines; other topics have theirs beside it.'),
  TERMINAL_FEED_REDIS_CONNECT_TIMEOUT_SECONDS: seconds(5, 0.1).describe(
    'For connecting to Redis, and for each of its answers.',
  ),
  METRICS_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(0)
    .describe(
      'Serves numbers for Prometheus at `/metrics` on this port, beside the API; under `make start` each function at the next. 0: none.',
    ),
  BUS_QUEUE_SIZE: count(2000).describe(
    'Messages that wait for the bus; then the oldest are dropped and counted.',
  ),
  TERMINAL_FEED_REDACT_EXTRA_PATTERNS: z
    .string()
    .default('')
    .describe('More patterns to redact in logs, separated by `||`.'),
  VOICES_MAX: count(1000).describe('Most voices.'),
  VOICE_REFERENCES_MAX: count(50).describe('Most recordings of one voice.'),
  VOICE_MIN_SECONDS: seconds(5).describe('Shortest recording of a voice.'),
  VOICE_MAX_SECONDS: seconds(30).describe('Longest recording of a voice.'),
} as const;

const Env = z.object(variables);
export type Env = Readonly<z.output<typeof Env>> & { readonly modelProfilesPath: string };

/**
 * The environment, checked once at start. Names are case-insensitive, an empty value counts as unset.
 * @throws Error naming every variable that does not fit.
 */
export function readEnv(source: NodeJS.ProcessEnv = process.env): Env {
  const given: Record<string, string> = {};
  for (const [key, value] of Object.entries(source)) {
    const name = key.toUpperCase();
    if (value && name.startsWith('SYNAPSE_')) given[name.slice(8)] = value;
  }
  const parsed = Env.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(
      (issue) => `SYNAPSE_${issue.path.join('.')}: ${issue.message}`,
    );
    throw new Error(`the environment does not fit:\n  ${lines.join('\n  ')}`);
  }
  const env = parsed.data;
  return Object.freeze({
    ...env,
    modelProfilesPath: env.MODEL_PROFILES_PATH ?? `${env.VOICE_LIBRARY_DIR}/model-profiles.json`,
  });
}
