import type { Readable } from 'node:stream';
import { ApiError } from '../errors.ts';

const LIMIT = 4 * 1024 * 1024;

/**
 * The JSON of each `data:` of an event stream; comments, other fields and `[DONE]` are passed over.
 * @throws {ApiError} 502 for data that is not JSON or an event without end.
 */
export async function* readEvents(body: Readable): AsyncGenerator {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    rest += decoder.decode(chunk as Uint8Array, { stream: true });
    if (rest.length > LIMIT) throw broken('an event without end');
    const blocks = rest.split(/\r\n\r\n|\n\n|\r\r/);
    rest = blocks.pop()!;
    for (const block of blocks) yield* read(block);
  }
  if (rest.trim()) yield* read(rest);
}

function* read(block: string): Generator {
  const data = block
    .split(/\r\n|\n|\r/)
    .filter((line) => line.startsWith('data:'))
    .map((line) => line.slice(5).replace(/^ /, ''))
    .join('\n');
  if (!data || data === '[DONE]') return;
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    throw broken('data that is not JSON');
  }
  if (value !== null && typeof value === 'object') yield value;
}

const broken = (what: string): ApiError =>
  new ApiError(502, 'backend_bad_answer', `the event stream of the backend has ${what}`);
