import { expectOk } from './answer.ts';
import type { Backend, BackendAnswer } from './client.ts';

/** A multipart body on its way to a backend. The factory is called when a connection exists. */
export interface Upload {
  readonly contentType: string;
  readonly body: () => AsyncIterable<Uint8Array>;
}

/** What every call carries to a backend besides its payload. */
export interface CallContext {
  readonly signal: AbortSignal;
  /** Headers that go along: request id, trace, forwarded-for. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Posts a form and returns the answer if it is 2xx. @throws ApiError as `expectOk` and `Backend.send` say. */
export async function postForm(
  backend: Backend,
  path: string,
  upload: Upload,
  label: string,
  context: CallContext,
): Promise<BackendAnswer> {
  const headers = { ...context.headers, 'content-type': upload.contentType };
  return expectOk(
    await backend.send({
      method: 'POST',
      path,
      headers,
      body: upload.body,
      signal: context.signal,
    }),
    label,
  );
}

/** Posts JSON and returns the answer if it is 2xx. @throws ApiError as `expectOk` and `Backend.send` say. */
export async function postJson(
  backend: Backend,
  path: string,
  payload: unknown,
  label: string,
  context: CallContext,
): Promise<BackendAnswer> {
  const headers = { ...context.headers, 'content-type': 'application/json' };
  return expectOk(
    await backend.send({
      method: 'POST',
      path,
      headers,
      body: JSON.stringify(payload),
      signal: context.signal,
    }),
    label,
  );
}
