import { levelOf } from '../logging/level.ts';
import { CUT, oneLine, timestamp, type LogEvent } from '../logging/log-event.ts';

const LONGEST_NAME = 120;
const LONGEST_TS = 64;

/** How much more than is shown is masked: masks are shorter than what they replace. */
const MARGIN = 2000;

/** What another program sent as a terminal line. What is missing or too long is mended, the text is masked again. */
export function readLogEvent(
  message: Readonly<Record<string, unknown>>,
  redact: (text: string) => string,
  most: number,
): LogEvent {
  const text = (value: unknown, longest: number, fallback: string): string =>
    typeof value === 'string' && value ? clean(value, longest, redact) : fallback;
  const { request_id: requestId } = message;
  return {
    ts: text(message['ts'], LONGEST_TS, timestamp()),
    source: text(message['source'], LONGEST_NAME, 'external'),
    level: levelOf(message['level']),
    message: text(message['message'], most, ''),
    instance: text(message['instance'], LONGEST_NAME, 'external'),
    ...(typeof requestId === 'string' && { request_id: text(requestId, 128, '') }),
  };
}

/**
 * Of a huge text no more is masked than can be shown. The word at the cut goes: it could be the beginning of a secret
 * that is too short to be known as one.
 */
function clean(text: string, longest: number, redact: (text: string) => string): string {
  if (text.length <= longest + MARGIN) return oneLine(redact(text), longest);
  const head = text.slice(0, longest + MARGIN).replace(/[^\s]{1,200}$/, '');
  const line = oneLine(redact(head), longest);
  return line.endsWith(CUT) ? line : `${line.slice(0, longest - CUT.length)}${CUT}`;
}
