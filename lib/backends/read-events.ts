import type { Readable } from 'node:stream';
import { ApiError } from '../errors.ts';
import { EventEnds } from '../streams/event-ends.ts';
import { createHoldings } from '../streams/holdings.ts';

const LIMIT = 4 * 1024 * 1024;

/**
 * The JSON of each `data:` of an event stream; comments, other fields and `[DONE]` are passed over.
 * @throws {ApiError} 502 for data that is not JSON or an event without end.
 */
export async function* readEvents(body: Readable): AsyncGenerator {
  const held = createHoldings();
  const ends = new EventEnds();
  for await (const piece of body) {
    const chunk = piece as Buffer;
    const last = ends.last(chunk);
    ends.passed(chunk);
    if (last > 0) yield* readWhole(held.with(chunk.subarray(0, last)));
    held.add(chunk.subarray(last));
    if (held.size() > LIMIT) throw broken('an event without end');
  }
  yield* readWhole(held.take());
}

function* readWhole(events: Buffer): Generator {
  for (const block of events.toString().split(/\r\n\r\n|\n\n|\r\r/)) yield* read(block);
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
