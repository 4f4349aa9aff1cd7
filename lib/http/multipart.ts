import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import busboy from 'busboy';
import { ApiError } from '../errors.ts';
import { mapErrors } from '../streams/map-errors.ts';

export interface FieldPart {
  readonly kind: 'field';
  readonly name: string;
  readonly value: string;
}

export interface FilePart {
  readonly kind: 'file';
  readonly name: string;
  /** As the client named it; empty when it did not. */
  readonly filename: string;
  readonly contentType: string;
  /** Must be read before the next part comes; what is left unread is skipped. */
  readonly stream: Readable;
}

export type Part = FieldPart | FilePart;

const LIMITS = {
  fieldNameSize: 200,
  fieldSize: 64 * 1024,
  fields: 100,
  files: 100,
  headerPairs: 50,
};

const malformed = (reason: string, cause?: unknown): ApiError =>
  new ApiError(400, 'malformed_multipart', `the multipart body is malformed: ${reason}`, { cause });

export interface PartsOptions {
  readonly signal: AbortSignal;
  /** Most bytes of the whole body, whether anybody wants its parts or not. */
  readonly maxBytes: number;
}

/**
 * The parts of a multipart body in the order they come. Nothing is buffered: the next part is read when it is asked
 * for, and a file's bytes when its stream is.
 * @throws {ApiError} 400 when the body is not well-formed; the signal's reason when it aborts.
 */
export async function* readParts(
  source: Readable,
  headers: IncomingHttpHeaders,
  { signal, maxBytes }: PartsOptions,
): AsyncGenerator<Part> {
  const parser = createParser(headers);
  const queue = createQueue(parser);
  const fail = (error: unknown): void => {
    queue.fail(error);
    parser.destroy(error as Error);
  };
  const abort = (): void => fail(signal.reason);
  const broken = (error: Error): void => fail(malformed('it ended early', error));
  const closed = (): void => {
    if (!source.readableEnded) fail(malformed('it ended early'));
  };
  signal.addEventListener('abort', abort, { once: true });
  let left = maxBytes;
  const count = (chunk: Buffer): void => {
    left -= chunk.length;
    if (left < 0)
      fail(new ApiError(413, 'body_too_large', `the body is larger than ${maxBytes} bytes`));
  };
  source.on('data', count).once('error', broken).once('close', closed);
  source.pipe(parser);
  try {
    yield* queue.items();
  } finally {
    signal.removeEventListener('abort', abort);
    source.off('data', count).off('error', broken).off('close', closed).unpipe(parser);
    parser.destroy();
  }
}

function createParser(headers: IncomingHttpHeaders): busboy.Busboy {
  try {
    return busboy({ headers, limits: LIMITS, defParamCharset: 'utf8' });
  } catch (cause) {
    throw malformed('the boundary is missing', cause);
  }
}

function createQueue(parser: busboy.Busboy) {
  const parts: Part[] = [];
  let failure: { readonly error: unknown } | null = null;
  let done = false;
  let wake = (): void => {};
  let handedOut: Part | undefined;
  const fail = (error: unknown): void => {
    failure ??= { error };
    // A file whose end will never come fails for whoever reads it, and for whoever would.
    for (const part of [handedOut, ...parts.splice(0)])
      if (part?.kind === 'file') part.stream.destroy(error as Error);
    wake();
  };
  const push = (part: Part): void => {
    parts.push(part);
    wake();
  };
  parser.on('field', (name, value, info) => {
    if (info.valueTruncated) fail(malformed(`the field ${name} is too long`));
    else push({ kind: 'field', name, value });
  });
  parser.on('file', (name, stream, info) => {
    // A file that breaks off fails for its reader as the form does; who does not read it learns of it from the form.
    mapErrors(stream, named).on('error', () => {});
    push({ kind: 'file', name, filename: info.filename ?? '', contentType: info.mimeType, stream });
  });
  parser.on('fieldsLimit', () => fail(malformed('too many fields')));
  parser.on('filesLimit', () => fail(malformed('too many files')));
  parser.on('error', (error) => fail(named(error as Error)));
  parser.on('close', () => {
    done = true;
    wake();
  });
  async function* items(): AsyncGenerator<Part> {
    for (;;) {
      if (failure) throw failure.error;
      handedOut = parts.shift();
      if (handedOut) {
        yield handedOut;
        if (handedOut.kind === 'file') handedOut.stream.resume();
      } else if (done) return;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  }
  return { items, fail };
}

const named = (error: Error): ApiError =>
  error instanceof ApiError ? error : malformed(error.message, error);
