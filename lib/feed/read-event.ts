import { levelOf } from '../logging/level.ts';
import { oneLine, timestamp, type LogEvent } from '../logging/log-event.ts';

const LONGEST_NAME = 120;
const LONGEST_TS = 64;

/** What another program sent as a terminal line. What is missing or too long is mended, the text is masked again. */
export function readLogEvent(
  message: Readonly<Record<string, unknown>>,
  redact: (text: string) => string,
  most: number,
): LogEvent {
  const text = (value: unknown, longest: number, fallback: string): string =>
    typeof value === 'string' && value ? oneLine(redact(value), longest) : fallback;
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
