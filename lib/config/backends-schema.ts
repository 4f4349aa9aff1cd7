import { z } from 'zod';
import { RouterOptions } from '../models/router-options.ts';

const url = z
  .string()
  .transform((value) => value.replace(/\/+$/, ''))
  .refine((value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol), {
    error: 'an http:// or https:// URL is expected',
  });

/** The wire protocols there are adapters for. */
const BACKEND_TYPES = [
  'openai-compatible',
  'chatterbox',
  'faster-whisper',
  'openai-transcriptions',
  'openai-diarization',
  'pyannote',
  'deepfilter',
] as const;

const headerValue = z
  .string()
  .trim()
  .regex(/^[\x20-\x7e]*$/, 'a text that fits into a header is expected');

/** For the adapters; those of the model router are checked whole by its own schema. */
const Options = z
  .strictObject({
    hedge_ms: z.number().positive().optional(),
    model: z.string().min(1).optional(),
    path: z.string().startsWith('/').optional(),
    ...Object.fromEntries(
      Object.keys(RouterOptions.shape).map((key) => [key, z.unknown().optional()]),
    ),
  })
  .check((ctx) => {
    const { error } = RouterOptions.safeParse(ctx.value);
    for (const { path, message } of error?.issues ?? [])
      ctx.issues.push({ code: 'custom', message, path: [...path], input: ctx.value });
  });

const seconds = z.number().positive().max(86_400);

/** One entry under `backends:`; unknown keys are refused, so that a misspelt one is not silently without effect. */
export const BackendEntry = z
  .strictObject({
    url: url.optional(),
    urls: z.array(url).min(1).optional(),
    type: z.enum(BACKEND_TYPES).default('openai-compatible'),
    health: z.string().startsWith('/').default('/health'),
    timeouts: z
      .strictObject({
        connect: seconds.optional(),
        headers: seconds.optional(),
        first_byte: seconds.optional(),
        idle: seconds.optional(),
        total: seconds.optional(),
      })
      .default({}),
    connections: z.int().min(1).max(10_000).default(64),
    headers: z.record(z.string().regex(/^[\w-]+$/), headerValue).default({}),
    api_key_env: z.string().min(1).optional(),
    scales_to_zero: z.boolean().default(false),
    options: Options.default({}),
  })
  .refine((entry) => (entry.url === undefined) !== (entry.urls === undefined), {
    error: 'exactly one of url and urls is expected',
  });

export type BackendEntry = z.output<typeof BackendEntry>;

export const BackendsFile = z.strictObject({
  backends: z.record(z.string().regex(/^[a-z0-9][a-z0-9-]*$/), BackendEntry),
  routes: z.record(z.string().startsWith('/'), z.string()).default({}),
});
