import { Fault, faultOf, toFault, isAbort } from './fault.ts';

export interface RequestOptions {
  readonly method?: string;
  /** Sent as JSON. */
  readonly json?: unknown;
  readonly form?: FormData;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** An answer with an error status is an answer, not a fault. */
  readonly anyStatus?: boolean;
}

/** A same-origin call that resolves at the headers of a good answer. @throws Fault, or the abort */
export async function request(path: string, options: RequestOptions = {}): Promise<Response> {
  const { json, form } = options;
  const body = form ?? (json === undefined ? undefined : JSON.stringify(json));
  let response: Response;
  try {
    response = await fetch(path, {
      method: options.method ?? (body === undefined ? 'GET' : 'POST'),
      headers: {
        ...(json !== undefined && { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(body !== undefined && { body }),
      ...(options.signal && { signal: options.signal }),
      credentials: 'same-origin',
    });
  } catch (thrown) {
    throw isAbort(thrown) ? thrown : toFault(thrown);
  }
  if (!response.ok && !options.anyStatus) throw await faultOf(response);
  return response;
}

/** The JSON of a good answer. @throws Fault, or the abort */
export async function requestJson<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const response = await request(path, options);
  try {
    return (await response.json()) as T;
  } catch (thrown) {
    if (isAbort(thrown)) throw thrown;
    throw new Fault(502, `${path} did not answer with JSON.`);
  }
}

/** A path segment: slashes of a model id stay escaped. */
export const segment = (text: string): string => encodeURIComponent(text);
