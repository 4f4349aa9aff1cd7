import { Readable } from 'node:stream';
import { readStart } from './answer.ts';
import type { Outcome } from './breaker.ts';
import type { BackendAnswer } from './client.ts';

/** A backend that says so is alive: a model that is loading, a tool its machine lacks. */
const ALIVE = /Loading model|"missing_tool"|model_load/;

export type Weighed = BackendAnswer & {
  /** Known before the body has ended: a 502, 503 or 504. */
  readonly outcome?: Outcome;
};

/** Whether a 502, 503 or 504 is a failure, from what its body says within two seconds; the caller gets that much too. */
export async function weighFailure(answer: BackendAnswer): Promise<Weighed> {
  if (answer.status < 502 || answer.status > 504) return answer;
  const text = await readStart(answer);
  return {
    ...answer,
    body: Readable.from([Buffer.from(text)], { objectMode: false }),
    outcome: ALIVE.test(text) ? 'success' : 'failure',
  };
}
