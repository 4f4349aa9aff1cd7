import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createScratch } from './scratch.ts';

/** What `make start` itself is told; everything else goes to the functions. */
export interface LocalSettings {
  /** Address the ingress listens on; only this machine by default, as nothing here asks who calls. */
  readonly host: string;
  /** Public names it may be called by, lower case. */
  readonly names: readonly string[];
  readonly port: number;
  /** Voices, profiles and state live here. */
  readonly dataDirectory: string;
  /** A function without requests for this long is stopped. */
  readonly idleSeconds: number;
  /** How long a request waits for a function that is starting. */
  readonly holdSeconds: number;
  /** How long running requests may go on after Ctrl-C. */
  readonly drainSeconds: number;
}

/** @throws Error naming a variable that does not fit. */
export function readSettings(env: NodeJS.ProcessEnv, root: string): LocalSettings {
  const number = (name: string, fallback: number, min: number, max: number): number => {
    const value = Number(env[name] || fallback);
    if (Number.isFinite(value) && value >= min && value <= max) return value;
    throw new Error(`${name}: "${env[name]}" is not a number from ${min} to ${max}`);
  };
  return {
    host: env['SYNAPSE_LOCAL_HOST'] || '127.0.0.1',
    names: (env['SYNAPSE_LOCAL_NAMES'] ?? '')
      .toLowerCase()
      .split(/[\s,]+/)
      .filter(Boolean),
    port: Math.floor(number('PORT', 8080, 0, 65_535)),
    dataDirectory: resolve(root, env['SYNAPSE_DATA_DIR'] || '.synapse'),
    idleSeconds: number('SYNAPSE_LOCAL_IDLE_SECONDS', 300, 0.1, 86_400),
    holdSeconds: number('SYNAPSE_LOCAL_HOLD_SECONDS', 60, 0.1, 3600),
    drainSeconds: number('SYNAPSE_LOCAL_DRAIN_SECONDS', 10, 0, 3600),
  };
}

/** The environment of the functions: what a cluster would set, from local folders; what the user set wins. */
export function functionEnvironment(
  env: NodeJS.ProcessEnv,
  settings: LocalSettings,
  embeddedUrl: string,
  root: string,
): Record<string, string> {
  const { dataDirectory: data } = settings;
  for (const folder of ['voices', 'state'])
    mkdirSync(join(data, folder), { recursive: true, mode: 0o700 });
  const defaults = {
    SYNAPSE_GATEWAY_CONFIG_PATH: join(root, 'config/embedded.yaml'),
    SYNAPSE_VOICE_LIBRARY_DIR: join(data, 'voices'),
    SYNAPSE_MODEL_PROFILES_PATH: join(data, 'model-profiles.json'),
    SYNAPSE_STATE_DIR: join(data, 'state'),
    SYNAPSE_EMBEDDED_URL: embeddedUrl,
    SYNAPSE_TERMINAL_FEED_MODE: 'live',
    SYNAPSE_TERMINAL_FEED_BUS_MODE: 'local',
    // The ingress of this machine.
    SYNAPSE_PROXY_HOPS: '1',
    SYNAPSE_DRAIN_SECONDS: String(settings.drainSeconds),
    NODE_ENV: 'production',
    TMPDIR: createScratch(data),
  };
  const given = Object.entries(env).filter(
    (entry): entry is [string, string] =>
      Boolean(entry[1]) && entry[0] !== 'PORT' && entry[0] !== 'TMPDIR',
  );
  return { ...defaults, ...Object.fromEntries(given) };
}

/** Functions of one machine cannot tell their numbers at one port, so they count up from it. */
export function withOwnPort(
  env: Readonly<Record<string, string>>,
  index: number,
): Record<string, string> {
  const first = Number(env['SYNAPSE_METRICS_PORT'] || 0);
  return { ...env, ...(first > 0 && { SYNAPSE_METRICS_PORT: String(first + index) }) };
}

/** The repository root: the folder above `dist`. */
export function findRoot(from: string): string {
  const root = resolve(from, '../..');
  if (existsSync(join(root, 'dist'))) return root;
  throw new Error('the bundles are missing; run `make build`');
}
