import type { BackendBody } from './client.ts';

/** The body of a call that may be made more than once. */
export interface Replay {
  /** The body of the next try, as undici takes it. */
  readonly next: () => string | Uint8Array | AsyncIterable<Uint8Array> | null;
  /** A stream of which something was taken is gone; all others can be sent again. */
  readonly possible: () => boolean;
}

export function createReplay(body: BackendBody | undefined): Replay {
  if (typeof body !== 'function') return { next: () => body ?? null, possible: () => true };
  let begun = false;
  async function* watched(source: () => AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    begun = true;
    yield* source();
  }
  return { next: () => watched(body), possible: () => !begun };
}
