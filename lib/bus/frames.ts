import type { Readable } from 'node:stream';
import { TOPICS, type Frame, type Message, type Topic } from './message.ts';

/** A line longer than this is not from one of ours. */
const LONGEST_LINE = 2 ** 18;

/** A frame as one line: topic, space, JSON. */
export const frameLine = ({ topic, message }: Frame): string =>
  `${topic} ${JSON.stringify(message)}\n`;

export const isTopic = (text: string): text is Topic =>
  (TOPICS as readonly string[]).includes(text);

/** @returns null for what is not a JSON object. */
export function parseMessage(text: string): Message | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Message)
      : null;
  } catch {
    return null;
  }
}

/** @returns null for a line that is no frame. */
export function parseFrame(line: string): Frame | null {
  const space = line.indexOf(' ');
  const topic = line.slice(0, space);
  const message = isTopic(topic) ? parseMessage(line.slice(space + 1)) : null;
  return message && { topic: topic as Topic, message };
}

/** Calls `onLine` for each line of a stream; a line that does not end destroys the stream. */
export function readLines(stream: Readable, onLine: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop()!;
    for (const line of lines) onLine(line);
    if (rest.length > LONGEST_LINE) stream.destroy();
  });
}
