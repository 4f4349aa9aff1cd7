import { finished, Readable } from 'node:stream';
import { ApiError, toApiError } from '../errors.ts';
import { whenRead } from '../streams/when-read.ts';
import { events, type Headers, type Reply, type StreamEnding } from './reply.ts';

export interface Deferral {
  /** What the client is told it waits for; one line, without the colon. */
  readonly comment: () => string;
  /** Goes out as `event: synapse.status` beside each comment, for clients that asked for it; null: not now. */
  readonly event?: (() => object | null) | undefined;
  /** Known when the stream has to be committed; those of the answer itself come too late. */
  readonly headers?: (() => Headers) | undefined;
  readonly ending?: Exclude<StreamEnding, 'cut'>;
  readonly afterMs?: number;
  /** Asked from `afterMs` on, four times a second: whether the true status need not be waited for. */
  readonly mayCommit?: () => boolean;
  readonly everyMs?: number;
}

/**
 * A reply for streaming clients whose real answer is not there yet. An answer or error that comes within `afterMs`
 * goes out exactly as it is, with its true status. After that the stream is committed as 200, comment lines tell what
 * is waited for, then and every `everyMs`; the answer's own events follow, or its error in the stream's language.
 */
export async function deferredEvents<T>(
  answer: Promise<Reply<T>>,
  options: Deferral,
): Promise<Reply<T>> {
  const { afterMs = 1000 } = options;
  for (let ms = afterMs; !(await settledWithin(answer, ms)); ms = 250)
    if (options.mayCommit?.() ?? true) return committed(answer, options);
  return answer;
}

function committed(answer: Promise<Reply>, options: Deferral): Reply<never> {
  const { ending = 'openai' } = options;
  return events(tellWhileWaiting(answer, options), ending, { headers: options.headers?.() ?? {} });
}

function settledWithin(answer: Promise<Reply>, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), ms);
    const settle = (): void => {
      clearTimeout(timer);
      resolve(true);
    };
    answer.then(settle, settle);
  });
}

function tellWhileWaiting(answer: Promise<Reply>, options: Deferral): Readable {
  let inner: Readable | null = null;
  const out = new Readable({
    read: () => void inner?.resume(),
    destroy(error, done) {
      clearInterval(timer);
      inner?.destroy();
      done(error);
    },
  });
  const tell = (): void => {
    out.push(`: ${oneLine(options.comment())}\n\n`);
    const status = options.event?.();
    if (status) out.push(`event: synapse.status\ndata: ${JSON.stringify(status)}\n\n`);
  };
  const timer = setInterval(tell, options.everyMs ?? 10_000);
  // What was told and relayed is read before the failure, however late the client is.
  const fail = (error: ApiError): void => whenRead(out, () => void out.destroy(error));
  tell();
  answer.then(
    (reply) => {
      clearInterval(timer);
      inner = streamOf(reply);
      if (inner === null) fail(noStream());
      else relay(inner, out, fail);
    },
    (thrown: unknown) => {
      clearInterval(timer);
      fail(toApiError(thrown));
    },
  );
  return out;
}

function streamOf(reply: Reply): Readable | null {
  if (reply.kind !== 'stream') return null;
  if (reply.ending !== 'cut') return reply.stream;
  reply.stream.destroy();
  return null;
}

const noStream = (): ApiError =>
  new ApiError(502, 'backend_bad_answer', 'a stream was asked for and the answer is none');

/** The inner stream goes on in `out`, no faster than that is read; either one's end or failure is the other's. */
function relay(inner: Readable, out: Readable, fail: (error: ApiError) => void): void {
  if (out.destroyed) {
    inner.destroy();
    return;
  }
  inner.on('data', (chunk: Buffer) => {
    if (!out.push(chunk)) inner.pause();
  });
  finished(inner, (error) => {
    if (error) fail(toApiError(error));
    else out.push(null);
  });
}

const oneLine = (text: string): string => text.replace(/[\r\n]+/g, ' ');
