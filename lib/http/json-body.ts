import type { IncomingMessage } from 'node:http';
import { ApiError } from '../errors.ts';
import { bodyOf, contentLength, mediaType } from './body.ts';
import { invalid, invalidRows } from './validation.ts';
import type { Route } from './route.ts';

/** The JSON body of a request: the text as sent and the value that fits the route's schema. */
export interface JsonBody {
  readonly text: string;
  readonly value: unknown;
}

const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads and validates a JSON body.
 * @throws {ApiError} 415 for another content type, 413 over the limit, the route's 400 or 422 for what does not fit.
 */
export async function readJsonBody(
  req: IncomingMessage,
  route: Route,
  limit: number,
  signal: AbortSignal,
): Promise<JsonBody> {
  const status = route.rejects ?? 400;
  const type = mediaType(req);
  const empty = contentLength(req) === 0;
  if (route.optionalBody && empty && !type) return { text: '', value: undefined };
  if (empty && !type) throw missing(status);
  checkType(type, route);
  const text = decode(await collect(req, limit, signal), status);
  if (text.trim() === '') {
    if (route.optionalBody) return { text: '', value: undefined };
    throw missing(status);
  }
  const parsed: unknown =
    type === FORM ? Object.fromEntries(new URLSearchParams(text)) : parse(text, status);
  const checked = route.body!.safeParse(parsed);
  if (!checked.success) throw invalid(checked.error.issues, 'body', status, parsed);
  return { text, value: checked.data };
}

const FORM = 'application/x-www-form-urlencoded';

function checkType(type: string, { formBody = false }: Route): void {
  if (type === 'application/json' || type.endsWith('+json') || (formBody && type === FORM)) return;
  throw new ApiError(
    415,
    'unsupported_media_type',
    'the body must be sent as content-type: application/json',
  );
}

const missing = (status: 400 | 422): ApiError =>
  invalidRows(
    [{ type: 'missing', loc: ['body'], msg: 'a JSON body is required', input: null }],
    status,
  );

function collect(req: IncomingMessage, limit: number, signal: AbortSignal): Promise<Buffer> {
  if (contentLength(req) > limit) return Promise.reject(tooLarge(limit));
  const source = bodyOf(req);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const stop = (error: unknown): void => {
      source.off('data', take);
      signal.removeEventListener('abort', abort);
      reject(error);
    };
    const abort = (): void => stop(signal.reason);
    const take = (chunk: Buffer): void => {
      chunks.push(chunk);
      size += chunk.length;
      if (size > limit) stop(tooLarge(limit));
    };
    signal.addEventListener('abort', abort, { once: true });
    source.on('data', take).once('error', stop);
    source.once('end', () => {
      signal.removeEventListener('abort', abort);
      resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks));
    });
  });
}

const tooLarge = (limit: number): ApiError =>
  new ApiError(413, 'body_too_large', `the body is larger than ${limit} bytes`);

function decode(bytes: Buffer, status: 400 | 422): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw invalidRows(
      [{ type: 'json_invalid', loc: ['body'], msg: 'the body is not valid UTF-8' }],
      status,
    );
  }
}

function parse(text: string, status: 400 | 422): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : 'unreadable';
    const at = Number(
      /position (\d+)/.exec(message)?.[1] ?? (message.includes('end of JSON') ? text.length : 0),
    );
    const reason = message
      .replace(/,? ?"[\s\S]*?"(?:\.\.\.)? is not valid JSON.*/s, '')
      .slice(0, 120);
    throw invalidRows(
      [{ type: 'json_invalid', loc: ['body', at], msg: `the body is not valid JSON: ${reason}` }],
      status,
    );
  }
}
