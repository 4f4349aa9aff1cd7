import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { ApiError } from '../errors.ts';

/**
 * The body as a stream, on either HTTP stack: the request itself, or the buffer the stock framework already read into
 * `rawBody`.
 */
export function bodyOf(req: IncomingMessage): Readable {
  const { rawBody } = req as { rawBody?: Buffer };
  return rawBody ? Readable.from([rawBody], { objectMode: false }) : req;
}

/** Announced length in bytes; 0 when there is no body, NaN when it is chunked. */
export function contentLength(req: IncomingMessage): number {
  if (req.headers['transfer-encoding'] !== undefined) return Number.NaN;
  return Number(req.headers['content-length'] ?? 0);
}

/** The content type without parameters, in lower case; empty when there is none. */
export const mediaType = (req: IncomingMessage): string =>
  (req.headers['content-type'] ?? '').split(';', 1)[0]!.trim().toLowerCase();

/** @throws {ApiError} 415 for a compressed body: its real size would only be known after it has been unpacked. */
export function checkEncoding({ headers }: IncomingMessage): void {
  const encoding = headers['content-encoding']?.trim().toLowerCase();
  if (!encoding || encoding === 'identity') return;
  const message = 'content-encoding: the body must be sent uncompressed';
  throw new ApiError(415, 'unsupported_encoding', message, {
    headers: { 'accept-encoding': 'identity' },
  });
}
