import { ApiError } from '../errors.ts';
import type { Outcome } from './breaker.ts';
import type { Weighed } from './weigh-failure.ts';

/** Unreachable, silent or broken; a client's leaving, a bad upload or the request's own limit is not its fault. */
export const outcomeOfError = (error: unknown): Outcome =>
  error instanceof ApiError && error.code.startsWith('backend_') ? 'failure' : 'neither';

/** Calls back once, when the answer is over: its body was read to the end, broke, or was let go of. */
export function whenOver({ body, outcome }: Weighed, settle: (outcome: Outcome) => void): void {
  if (outcome) {
    settle(outcome);
    return;
  }
  body.once('close', () => {
    if (body.errored) settle(outcomeOfError(body.errored));
    else settle(body.readableEnded ? 'success' : 'neither');
  });
}
