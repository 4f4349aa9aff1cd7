import { createHoldings } from '../streams/holdings.ts';
import type { BackendAnswer } from './client.ts';
import { resumed } from './hold-start.ts';
import { refuses, unmasked } from './masked-refusal.ts';

/** More than this is passed on as it comes, to a reader that has a limit of its own. */
const MOST_BYTES = 16 * 1024 * 1024;

/** JSON is never passed on before all of it is there, so an answer that breaks in the middle can be had from elsewhere. */
export const isWhole = ({ headers }: BackendAnswer): boolean =>
  /^application\/(?:[\w.-]+\+)?json\b/i.test(String(headers['content-type'] ?? ''));

/** An error is short and says so at once. */
const ERROR_BYTES = 64 * 1024;
const ERROR = /^\s*\{\s*"error"/;

/** Waits for the end of an answer; it comes out untouched, an error that was sent as success as the 500 it is. @throws what the body failed with. */
export async function holdWhole(answer: BackendAnswer): Promise<BackendAnswer> {
  const chunks = answer.body[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const held = createHoldings();
  let next = await chunks.next();
  while (!next.done && held.size() < MOST_BYTES) {
    held.add(next.value);
    next = await chunks.next();
  }
  if (next.done && held.size() < ERROR_BYTES) {
    const text = held.peek().toString('latin1');
    if (answer.status === 200 && ERROR.test(text) && refuses(text)) return unmasked(answer, text);
  }
  const start = held.size() > 0 ? [held.take()] : [];
  return { ...answer, body: resumed(answer.body, start, chunks, Promise.resolve(next)) };
}
