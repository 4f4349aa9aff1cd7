import { Readable } from 'node:stream';
import { readText } from './answer.ts';
import type { BackendAnswer } from './client.ts';

/** A backend that says so is alive: a model that is loading, a tool its machine lacks. */
const ALIVE = /Loading model|"missing_tool"|model_load/;

/**
 * Whether a 502, 503 or 504 counts against the breaker, from its body, which the caller still gets whole.
 */
export async function weighFailure(
  answer: BackendAnswer,
): Promise<BackendAnswer & { counts: boolean }> {
  let text = '';
  try {
    text = await readText(answer);
  } catch {
    // A body that cannot be read is one more sign of trouble.
  }
  return {
    ...answer,
    body: Readable.from([Buffer.from(text)], { objectMode: false }),
    counts: !ALIVE.test(text),
  };
}
