import { pino, type Logger } from 'pino';
import type { Env } from '../config/env.ts';
import type { Level } from './level.ts';
import { oneLine, timestamp, type LogEvent } from './log-event.ts';
import type { Redactor } from './redact.ts';
import { redactorOf } from './redactor-of.ts';

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'isLevelEnabled'>;

type Fields = Readonly<Record<string, unknown>>;

/**
 * JSON lines on stdout: `level`, `time` (ISO), `source`, `instance`, `msg` and fields. What is logged is masked once,
 * before any sink sees it; `tell` then gets the same as a terminal line.
 * @throws Error naming a pattern of the operator that does not fit.
 */
export function createLog(source: string, env: Env, tell?: (event: LogEvent) => void): Log {
  const redact = redactorOf(env);
  const base = { source: `synapse.${source}`, instance: env.INSTANCE_ID };
  return pino({
    level: env.LOG_LEVEL,
    base,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    hooks: {
      logMethod(args, method, level) {
        const clean = args.map((arg: unknown) => redactFields(arg, redact));
        method.apply(this, clean as typeof args);
        tell?.({
          ts: timestamp(),
          source: base.source,
          level: nameOf(level),
          message: oneLine(lineOf(clean), env.TERMINAL_FEED_MAX_LINE_CHARS),
          instance: base.instance,
          ...requestIdOf(clean[0]),
        });
      },
    },
  });
}

function nameOf(level: number): Level {
  if (level >= 60) return 'CRITICAL';
  if (level >= 50) return 'ERROR';
  if (level >= 40) return 'WARNING';
  return level >= 30 ? 'INFO' : 'DEBUG';
}

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

function requestIdOf(fields: unknown): { request_id?: string } {
  const id = isFields(fields) ? fields['request_id'] : undefined;
  return typeof id === 'string' ? { request_id: id } : {};
}

/** The message, with what a reader of it would ask next: the reason, how long it took, where an error came from. */
function lineOf(args: readonly unknown[]): string {
  const [first, second] = args;
  if (!isFields(first)) return String(first);
  const { reason, ms, error, cause } = first;
  return [
    typeof second === 'string' ? second : '',
    typeof reason === 'string' ? `: ${reason}` : '',
    typeof ms === 'number' ? ` · ${ms} ms` : '',
    isFields(error) ? `\n${textOf(error['stack']) || textOf(error['message'])}` : '',
    isFields(cause) ? `\n${textOf(cause['message'])}` : '',
  ].join('');
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function redactFields(value: unknown, redact: Redactor, depth = 0): unknown {
  if (typeof value === 'string') return redact(value);
  if (value === null || typeof value !== 'object' || depth > 4) return value;
  if (value instanceof Error) return describe(value, redact, depth);
  if (Array.isArray(value)) return value.map((item) => redactFields(item, redact, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, redactFields(item, redact, depth + 1)]),
  );
}

function describe(error: Error, redact: Redactor, depth: number): Record<string, unknown> {
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    message: redact(error.message),
    ...(typeof code === 'string' && { code }),
    ...(error.stack && { stack: redact(error.stack) }),
    ...(error.cause !== undefined && { cause: redactFields(error.cause, redact, depth + 1) }),
  };
}
