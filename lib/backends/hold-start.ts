import { Readable } from 'node:stream';
import { dataLines, isChat, parseChunk, speaks } from '../streams/chat-chunk.ts';
import { whenRead } from '../streams/when-read.ts';
import type { BackendAnswer } from './client.ts';
import { refuses, unmasked } from './masked-refusal.ts';

const MAX_CHUNKS = 64;
const MAX_BYTES = 256 * 1024;
const MAX_MS = 500;

/**
 * Waits until an answer has said something, so that one that breaks before can still be had from elsewhere: its first
 * byte, or in a stream of events the first that is more than a role. What was waited for comes out untouched. Waits for
 * 64 chunks, 256 KiB or half a second at most, which begins with the first byte when another limit applies until then. A
 * stream whose first word is an error comes out as the 500 it is.
 * @throws what the body failed with.
 */
export async function holdStart(
  answer: BackendAnswer,
  firstByteLimited: boolean,
): Promise<BackendAnswer> {
  const { body } = answer;
  const isEvents = String(answer.headers['content-type'] ?? '').startsWith('text/event-stream');
  const chunks = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const held: Buffer[] = [];
  let timer: NodeJS.Timeout | undefined;
  let arm = (): void => {};
  const late = new Promise<null>((resolve) => {
    arm = () => void (timer ??= setTimeout(resolve, MAX_MS, null));
  });
  if (!firstByteLimited) arm();
  let size = 0;
  let next = chunks.next();
  try {
    while (held.length < MAX_CHUNKS && size < MAX_BYTES) {
      const result = await Promise.race([next, late]);
      if (result === null || result.done) break;
      arm();
      held.push(result.value);
      size += result.value.length;
      next = chunks.next();
      if (!isEvents || firstWord(Buffer.concat(held)) !== undefined) break;
    }
  } finally {
    clearTimeout(timer);
  }
  next.catch(() => {});
  const word = isEvents && firstWord(Buffer.concat(held));
  if (word && refuses(word)) return unmasked(answer, word);
  return { ...answer, body: resumed(body, held, chunks, next) };
}

/** What was held of a body, then what is `pending` and all that comes. */
export function resumed(
  body: Readable,
  held: Buffer[],
  chunks: AsyncIterator<Buffer>,
  pending: Promise<IteratorResult<Buffer>>,
): Readable {
  let coming: Promise<IteratorResult<Buffer>> | null = pending;
  const next = async (): Promise<Buffer | null> => {
    if (held.length > 0) return held.shift()!;
    const result = await (coming ?? chunks.next());
    coming = null;
    return result.done ? null : result.value;
  };
  const out = new Readable({
    read() {
      next().then(
        (chunk) => out.push(chunk),
        (error: Error) => whenRead(out, () => out.destroy(error)),
      );
    },
    destroy(error, done) {
      body.destroy();
      done(error);
    },
  });
  return out.on('error', () => {});
}

/** The first whole event that says more than that an assistant is about to speak; comments say nothing. */
function firstWord(events: Buffer): string | undefined {
  const end = Math.max(events.lastIndexOf('\n\n'), events.lastIndexOf('\r\n\r\n'));
  if (end < 0) return undefined;
  for (const line of dataLines(events.subarray(0, end))) {
    const chunk = parseChunk(line);
    if (!isChat(chunk) || speaks(chunk)) return line;
  }
  return undefined;
}
