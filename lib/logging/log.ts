import { pino, type Logger } from 'pino';
import type { Env } from '../config/env.ts';
import { createRedactor, parsePatterns, type Redactor } from './redact.ts';

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'isLevelEnabled'>;

/**
 * JSON lines on stdout: `level`, `time` (ISO), `source`, `instance`, `msg` and fields. Text is redacted before it is
 * serialised, so no sink ever sees a secret.
 */
export function createLog(source: string, env: Env): Log {
  const redact = createRedactor(parsePatterns(env.TERMINAL_FEED_REDACT_EXTRA_PATTERNS));
  return pino({
    level: env.LOG_LEVEL,
    base: { source: `synapse.${source}`, instance: env.INSTANCE_ID },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: {
      level: (label) => ({ level: label }),
      log: (fields) => redactFields(fields, redact) as Record<string, unknown>,
    },
    hooks: {
      logMethod(args, method) {
        method.apply(
          this,
          args.map((arg: unknown) => (typeof arg === 'string' ? redact(arg) : arg)) as typeof args,
        );
      },
    },
  });
}

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
