import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import type { z } from 'zod';
import { table } from '../routes/table.ts';
import { BackendsFile, type BackendEntry } from './backends-schema.ts';
import { interpolate } from './interpolate.ts';
import { resolveRoutes } from './resolve-routes.ts';

export interface BackendTimeouts {
  readonly connectSeconds: number;
  /** Until the status line. */
  readonly headersSeconds: number;
  /** Until the first byte of the body, counted from the request; left out: `idle` applies. */
  readonly firstByteSeconds?: number | undefined;
  /** Between two bytes of the body. */
  readonly idleSeconds: number;
  /** Of a whole call, further tries and body included; left out: none. */
  readonly totalSeconds?: number | undefined;
}

export interface BackendConfig {
  readonly name: string;
  /** Base URLs, without a trailing slash; they may have a path. */
  readonly urls: readonly string[];
  readonly type: string;
  readonly health: string;
  readonly timeouts: BackendTimeouts;
  /** Without work it is scaled to zero, and any request wakes it: asleep is healthy, and is not probed. */
  readonly scalesToZero?: boolean;
  /** Most connections to one origin. */
  readonly connections: number;
  /** Sent with every request; may hold a credential. */
  readonly headers: Readonly<Record<string, string>>;
  readonly options: Readonly<Record<string, unknown>>;
}

export interface BackendsConfig {
  /** In the order of the file. */
  readonly backends: ReadonlyMap<string, BackendConfig>;
  /** Which backend serves a path of the route table, where the file says so. */
  readonly routes: ReadonlyMap<string, string>;
}

/** The backends file cannot be used; the message names file, key and value, never a secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const DEFAULT_SECONDS = 60;
const CLASS_SECONDS: Readonly<Record<string, number>> = {
  'llama-router': 300,
  'llama-embed': 60,
  'chatterbox-tts': 120,
  'whisper-stt': 600,
  'pyannote-speaker': 600,
  'deepfilter-audio': 600,
  chatterbox: 120,
  'faster-whisper': 600,
  'openai-transcriptions': 600,
  'openai-diarization': 600,
  pyannote: 600,
  deepfilter: 600,
};

/** Reads and checks the backends file. @throws {ConfigError} */
export function loadBackends(path: string, env: NodeJS.ProcessEnv): BackendsConfig {
  const fail = (where: string, message: string): never => {
    throw new ConfigError(`${path}${where && `: ${where}`}: ${message}`);
  };
  const document = interpolateTree(read(path, fail), '', (text, where) => {
    try {
      return interpolate(text, env);
    } catch (error) {
      return fail(where, (error as Error).message);
    }
  });
  const parsed = BackendsFile.safeParse(document);
  if (!parsed.success) return fail('', describe(parsed.error.issues, document));
  const backends = new Map(
    Object.entries(parsed.data.backends).map(([name, entry]) => [
      name,
      toConfig(name, entry, env, (message) => fail(`backends.${name}`, message)),
    ]),
  );
  const paths = Object.values(table).flatMap((slice) =>
    Object.values(slice).map((route) => route.path),
  );
  return { backends, routes: resolveRoutes(parsed.data.routes, paths, backends, fail) };
}

function read(path: string, fail: (where: string, message: string) => never): unknown {
  try {
    return load(readFileSync(path, 'utf8'));
  } catch (error) {
    const { code } = error as { code?: string };
    return fail(
      '',
      code === 'ENOENT'
        ? 'the file does not exist (SYNAPSE_GATEWAY_CONFIG_PATH)'
        : `it cannot be read: ${(error as Error).message.split('\n', 1)[0]}`,
    );
  }
}

function interpolateTree(
  node: unknown,
  where: string,
  text: (value: string, where: string) => string,
): unknown {
  if (typeof node === 'string') return text(node, where);
  if (Array.isArray(node))
    return node.map((item, index) => interpolateTree(item, `${where}[${index}]`, text));
  if (node === null || typeof node !== 'object') return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, item]) => [
      key,
      interpolateTree(item, where ? `${where}.${key}` : key, text),
    ]),
  );
}

function describe(issues: readonly z.core.$ZodIssue[], document: unknown): string {
  return issues
    .map((issue) => {
      const where = issue.path.join('.');
      const value = issue.path.reduce<unknown>(
        (at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key],
        document,
      );
      const shown = shownValue(where, value);
      return `${where || 'the document'}${shown}: ${issue.message}`;
    })
    .join('; ');
}

/** The value at fault, without what may be secret in it; empty where it would say nothing. */
function shownValue(where: string, value: unknown): string {
  if (/headers/.test(where) || !['string', 'number', 'boolean'].includes(typeof value)) return '';
  const text = JSON.stringify(value).slice(0, 100);
  return ` (${text.replace(/\/\/[^"]*@/, '//…@').replace(/\?[^"]*/, '?…')})`;
}

function toConfig(
  name: string,
  entry: BackendEntry,
  env: NodeJS.ProcessEnv,
  fail: (message: string) => never,
): BackendConfig {
  const limit = CLASS_SECONDS[name] ?? CLASS_SECONDS[entry.type] ?? DEFAULT_SECONDS;
  // Secrets made with `echo` end in a line feed.
  const key = entry.api_key_env === undefined ? '' : env[entry.api_key_env]?.trim();
  if (key === undefined) return fail(`api_key_env: the variable ${entry.api_key_env} is not set`);
  if (/[^\x21-\x7e]/.test(key))
    return fail(`api_key_env: the value of ${entry.api_key_env} cannot be sent in a header`);
  return {
    name,
    urls: entry.urls ?? [entry.url!],
    type: entry.type,
    health: entry.health,
    timeouts: {
      connectSeconds: entry.timeouts.connect ?? 5,
      headersSeconds: entry.timeouts.headers ?? limit,
      firstByteSeconds: entry.timeouts.first_byte,
      idleSeconds: entry.timeouts.idle ?? limit,
      totalSeconds: entry.timeouts.total,
    },
    scalesToZero: entry.scales_to_zero,
    connections: entry.connections,
    headers: { ...lowerCase(entry.headers), ...(key && { authorization: `Bearer ${key}` }) },
    options: entry.options,
  };
}

const lowerCase = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
