import { PassThrough, type Readable } from 'node:stream';
import { ApiError, toApiError } from '../errors.ts';
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
  const out = new PassThrough();
  const tell = (): void => {
    out.write(`: ${oneLine(options.comment())}\n\n`);
    const status = options.event?.();
    if (status) out.write(`event: synapse.status\ndata: ${JSON.stringify(status)}\n\n`);
  };
  tell();
  const timer = setInterval(tell, options.everyMs ?? 10_000);
  out.once('close', () => clearInterval(timer));
  answer.then(
    (reply) => {
      clearInterval(timer);
      relay(reply, out);
    },
    (thrown: unknown) => {
      clearInterval(timer);
      out.destroy(toApiError(thrown));
    },
  );
  return out;
}

/** The inner stream goes on in `out`; either one's end or failure is the other's. */
function relay(reply: Reply, out: PassThrough): void {
  if (reply.kind !== 'stream' || reply.ending === 'cut') {
    if (reply.kind === 'stream') reply.stream.destroy();
    out.destroy(
      new ApiError(502, 'backend_bad_answer', 'a stream was asked for and the answer is none'),
    );
    return;
  }
  const { stream } = reply;
  if (out.destroyed) {
    stream.destroy();
    return;
  }
  stream.once('error', (error) => out.destroy(error));
  out.once('close', () => stream.destroy());
  stream.pipe(out);
}

const oneLine = (text: string): string => text.replace(/[\r\n]+/g, ' ');
