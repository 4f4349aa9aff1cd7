import type { MessagePort } from 'node:worker_threads';
import { Inbox } from './inbox.ts';
import { fromPortable, toPortable, type PortableError } from './portable-error.ts';

/** A chunk that can be moved to another thread. */
export type Movable = Uint8Array | Float32Array;

type FromSender<T> =
  { readonly chunk: T } | { readonly end: true } | { readonly error: PortableError };
/** Sent in between, to show that the other thread is not stuck. */
type Alive = { readonly alive: true };
type FromReceiver = 'more' | 'stop';

/** Chunks under way at most; each is answered by one `more`. */
const WINDOW = 4;

/**
 * Sends chunks as fast as the other side asks for them, then its end or error, and closes the port. Chunks are moved,
 * or copied where they are part of a larger buffer.
 * @returns what the chunks failed with, `undefined` when they ended or the other side stopped.
 */
export async function sendChunks<T extends Movable>(
  port: MessagePort,
  chunks: AsyncIterable<T>,
): Promise<{ readonly reason: unknown } | undefined> {
  const iterator = chunks[Symbol.asyncIterator]();
  const inbox = new Inbox<FromReceiver>();
  port.on('message', (message: FromReceiver) => inbox.put(message, message === 'stop'));
  port.on('close', () => inbox.put('stop', true));
  try {
    for (;;) {
      if ((await inbox.take()) === 'stop') {
        await iterator.return?.();
        return undefined;
      }
      const next = await iterator.next();
      if (next.done) {
        post<T>(port, { end: true });
        return undefined;
      }
      const chunk = owned(next.value);
      post(port, { chunk }, chunk.buffer as ArrayBuffer);
    }
  } catch (reason) {
    post<T>(port, { error: toPortable(reason) });
    return { reason };
  } finally {
    port.close();
  }
}

/** Shows the receiver every second that this thread answers. @returns what ends it. */
export function showAlive(port: MessagePort): () => void {
  const show = (): void => port.postMessage({ alive: true } satisfies Alive);
  show();
  const timer = setInterval(show, 1000);
  return () => clearInterval(timer);
}

function post<T>(port: MessagePort, message: FromSender<T>, ...moved: ArrayBuffer[]): void {
  port.postMessage(message, moved);
}

/** The chunk in a buffer of its own. */
function owned<T extends Movable>(chunk: T): T {
  const alone = chunk.byteLength === chunk.buffer.byteLength && !Buffer.isBuffer(chunk);
  if (alone) return chunk;
  return (chunk instanceof Float32Array ? chunk.slice() : Uint8Array.from(chunk)) as T;
}

/** Receives what `sendChunks` sends. Leaving early, or `broken` being rejected, ends the sender too. */
export async function* receiveChunks<T extends Movable>(
  port: MessagePort,
  broken?: Promise<never>,
): AsyncGenerator<T, void, undefined> {
  const inbox = new Inbox<FromSender<T> | { readonly failed: unknown }>();
  port.on('message', (message: FromSender<T> | Alive) => {
    if (!('alive' in message)) inbox.put(message);
  });
  port.on('close', () => inbox.put({ failed: new Error('the other thread is gone') }));
  broken?.catch((failed: unknown) => inbox.put({ failed }, true));
  try {
    for (let i = 0; i < WINDOW; i++) port.postMessage('more' satisfies FromReceiver);
    for (;;) {
      const message = await inbox.take();
      if ('failed' in message) throw message.failed;
      if ('error' in message) throw fromPortable(message.error);
      if ('end' in message) return;
      yield message.chunk;
      port.postMessage('more' satisfies FromReceiver);
    }
  } finally {
    port.postMessage('stop' satisfies FromReceiver);
    port.close();
  }
}
