import { textOf } from '../api/text-of.ts';

export type Level = 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR' | 'CRITICAL';

export const LEVELS: readonly Level[] = ['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'];

/** One line of the feed, or a mark where lines are missing. */
export interface Line {
  /** Grows by one with every line of this page. */
  readonly key: number;
  readonly ts: string;
  readonly source: string;
  readonly level: Level;
  readonly message: string;
  readonly instance: string;
  /** The request it was written for; empty: none. */
  readonly requestId: string;
  /** Set on a mark: nothing is known of what happened here. */
  readonly gap?: true;
}

let last = 0;

/** A `log` event as a line; what is missing is left empty. */
export function lineOf(data: string): Line | null {
  try {
    const event = JSON.parse(data) as Readonly<Record<string, unknown>>;
    const level = textOf(event['level']).toUpperCase() as Level;
    return {
      key: ++last,
      ts: textOf(event['ts']),
      source: textOf(event['source']),
      level: LEVELS.includes(level) ? level : 'INFO',
      message: textOf(event['message']),
      instance: textOf(event['instance']),
      requestId: textOf(event['request_id']),
    };
  } catch {
    return null;
  }
}

/** A mark in the text that says what is missing. */
export const gapLine = (message: string): Line => ({
  key: ++last,
  ts: new Date().toISOString(),
  source: 'feed',
  level: 'WARNING',
  message,
  instance: '',
  requestId: '',
  gap: true,
});

/** `2026-11-25T14:03:07.120Z  WARNING  synapse.llm  [host-1]  text  request=…`: how a line is copied and saved. */
export const asText = ({ ts, level, source, instance, message, requestId }: Line): string =>
  `${ts}  ${level.padEnd(8)}  ${source}  [${instance}]  ${message}${requestId && `  request=${requestId}`}`;
