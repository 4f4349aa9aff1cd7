import { ApiError, DETAIL_LIMIT, type ValidationRow } from '../errors.ts';
import { createRedactor } from '../logging/redact.ts';
import { createHoldings } from '../streams/holdings.ts';
import type { BackendAnswer } from './client.ts';
import { saidRows } from './said-rows.ts';

const ERROR_BYTES = 64 * 1024;

/** The body as text. @throws {ApiError} 502 when it is larger than the limit. */
export const readText = async (answer: BackendAnswer, limitBytes = ERROR_BYTES): Promise<string> =>
  (await readBytes(answer, limitBytes)).toString();

async function readBytes(answer: BackendAnswer, limitBytes: number): Promise<Buffer> {
  const held = createHoldings();
  for await (const chunk of answer.body) {
    held.add(chunk as Buffer);
    if (held.size() > limitBytes) {
      answer.body.destroy();
      throw new ApiError(
        502,
        'backend_bad_answer',
        `the answer of the backend is larger than ${limitBytes} bytes`,
      );
    }
  }
  return held.take();
}

const JSON_BYTES = 16 * 1024 * 1024;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The body as JSON. @throws {ApiError} as `readJsonDocument` does. */
export const readJson = async (answer: BackendAnswer, limitBytes = JSON_BYTES): Promise<unknown> =>
  (await readJsonDocument(answer, 'backend error', limitBytes)).value;

/**
 * The body as the JSON text that was sent and as its value. @throws {ApiError} 502 when it is no JSON, holds a broken
 * character, or is an error that was sent as success.
 */
export async function readJsonDocument(
  answer: BackendAnswer,
  label: string,
  limitBytes: number,
): Promise<{ text: string; value: unknown }> {
  const bytes = await readBytes(answer, limitBytes);
  let text: string;
  let value: unknown;
  try {
    text = utf8.decode(bytes);
    value = JSON.parse(text);
  } catch (cause) {
    throw new ApiError(502, 'backend_bad_answer', `${label}: the answer is not JSON`, { cause });
  }
  const { error } = (value ?? {}) as { error?: unknown };
  if (error) throw backendError(502, label, parseError(text));
  return { text, value };
}

/** Statuses that are the client's to know; all others are the backend's fault, 401 and 403 the gateway's. */
const PASSED = new Set([400, 404, 409, 413, 415, 422, 429, 503, 504]);

/** The answer itself when it is 2xx. @throws {ApiError} with what the backend said, cleaned and capped. */
export async function expectOk(answer: BackendAnswer, label: string): Promise<BackendAnswer> {
  const fine = answer.status >= 200 && answer.status < 300;
  if (fine && !isEncoded(answer)) return answer;
  if (fine) {
    answer.body.destroy();
    const message = `${label}: the answer is compressed, which was not asked for`;
    throw new ApiError(502, 'backend_bad_answer', message);
  }
  const said = parseError(isEncoded(answer) ? '' : await readStart(answer));
  answer.body.destroy();
  const status = PASSED.has(answer.status) ? answer.status : 502;
  const retryAfter = answer.headers['retry-after'];
  const headers = {
    ...((status === 503 || status === 429) && {
      'retry-after': typeof retryAfter === 'string' ? retryAfter : '5',
    }),
    ...(answer.retried && { 'x-should-retry': 'false' }),
  };
  const words = said.message || `status ${answer.status}`;
  throw backendError(status, label, { ...said, message: words }, headers);
}

/** Unpacking would let a small answer grow without bound; a backend that was asked not to compress must not. */
const isEncoded = ({ headers }: BackendAnswer): boolean => {
  const encoding = headers['content-encoding'] ?? 'identity';
  return String(encoding).trim().toLowerCase() !== 'identity';
};

function backendError(
  status: number,
  label: string,
  said: Said,
  headers?: Readonly<Record<string, string>>,
): ApiError {
  // What the client did wrong is said as it is; a fault of the backend by its name.
  const message = status < 500 ? said.message : `${label}: ${said.message}`;
  return new ApiError(status, said.code ?? 'backend_error', message, {
    detail: said.detail || undefined,
    rows: status === 422 ? said.rows : undefined,
    param: said.param,
    type: said.type,
    headers,
  });
}

/** An error that has not been told by then is not worth waiting for. */
const ERROR_MS = 2000;

/** The start of an error body; a body that breaks or goes on for ever must not hide the status. */
export async function readStart(answer: BackendAnswer): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  const timer = setTimeout(() => answer.body.destroy(), ERROR_MS);
  try {
    for await (const chunk of answer.body) {
      chunks.push(chunk as Buffer);
      size += (chunk as Buffer).length;
      if (size > ERROR_BYTES) break;
    }
  } catch {
    // What came is enough.
  } finally {
    clearTimeout(timer);
  }
  return Buffer.concat(chunks).toString();
}

interface Said {
  readonly message: string;
  readonly detail: string;
  /** Of a 422, in the shape our own have. */
  readonly rows?: readonly ValidationRow[] | undefined;
  readonly code?: string | undefined;
  readonly type?: string | undefined;
  readonly param?: string | undefined;
}

function parseError(text: string): Said {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const plain = /<(?:!doctype|html|head|body)\b/i.test(text) ? '' : clean(text);
    return { message: firstLine(plain), detail: plain };
  }
  const { error, detail, message } = (value ?? {}) as Record<string, unknown>;
  const inner = (typeof error === 'object' && error !== null ? error : {}) as Record<
    string,
    unknown
  >;
  const found = [inner['message'], detail, error, message].find(
    (item) => typeof item === 'string' && item !== '',
  );
  const rows = Array.isArray(detail) ? clean(JSON.stringify(detail)) : '';
  const words = clean(typeof found === 'string' ? found : '') || rows;
  return {
    message: firstLine(words),
    detail: rows || clean(typeof detail === 'string' ? detail : words),
    rows: saidRows(detail, clean),
    code: scalar(inner['code']),
    type: scalar(inner['type']),
    param: scalar(inner['param']),
  };
}

const scalar = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number'
    ? clean(String(value)).slice(0, 100)
    : undefined;

const firstLine = (text: string): string => text.split('\n', 1)[0]!.slice(0, 300);

const redact = createRedactor();

/** Fit for a client: no control characters, no credentials, nothing from a stack trace on. */
const clean = (text: string): string =>
  redact(text.slice(0, ERROR_BYTES))
    .replace(/(?:\r?\n)?\s*(?:Traceback \(most recent call last\)|at .+\(.+:\d+:\d+\))[\s\S]*/, '')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .trim()
    .slice(0, DETAIL_LIMIT);
