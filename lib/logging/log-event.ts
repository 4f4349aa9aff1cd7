import type { Level } from './level.ts';

/** A terminal line, as it travels on the bus and is sent to readers. Other keys may be there. */
export interface LogEvent {
  /** ISO 8601, UTC, microseconds, `+00:00`. */
  readonly ts: string;
  readonly source: string;
  readonly level: Level;
  readonly message: string;
  readonly instance: string;
  readonly request_id?: string;
}

/** What a line that was cut ends with. */
export const CUT = '...[truncated]';

export const timestamp = (now = new Date()): string =>
  now.toISOString().replace(/(\.\d{3})Z$/, '$1000+00:00');

/** One line, not longer than `most` characters. */
export function oneLine(text: string, most: number): string {
  const line = text.replaceAll('\r\n', '\n').replaceAll('\r', ' ').replaceAll('\n', ' \\n ');
  return line.length > most ? `${line.slice(0, most - CUT.length)}${CUT}` : line;
}
