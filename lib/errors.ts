/** The longest text of an error that reaches a client, a backend's included, in characters. */
export const DETAIL_LIMIT = 2000;
const PARAM_LIMIT = 200;

/** One line of a 422 answer, in the shape FastAPI clients already read. */
export interface ValidationRow {
  readonly type: string;
  readonly loc: readonly (string | number)[];
  readonly msg: string;
  readonly input?: unknown;
  readonly ctx?: Readonly<Record<string, unknown>>;
}

export interface ApiErrorOptions {
  /** The request field at fault, for OpenAI's `error.param`. */
  readonly param?: string | undefined;
  /** OpenAI's `error.type`; derived from the status when left out. */
  readonly type?: string | undefined;
  /** Rows of a 422; they become `detail`. */
  readonly rows?: readonly ValidationRow[] | undefined;
  /** What a backend said; capped, becomes `detail`. Never put a URL, a stack or a credential here. */
  readonly detail?: string | undefined;
  /** Extra response headers, such as `retry-after`. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The origin, for the log only. */
  readonly cause?: unknown;
}

/**
 * The one error that knows its HTTP answer. Everything else that is thrown becomes a 500 with a fixed
 * text, so `message` and `detail` must be fit for the client.
 */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: string;
  readonly options: ApiErrorOptions;

  constructor(status: number, code: string, message: string, options: ApiErrorOptions = {}) {
    // A message may quote what a client sent; it is no place for megabytes.
    const text = message.length > DETAIL_LIMIT ? `${message.slice(0, DETAIL_LIMIT)}…` : message;
    super(text, options.cause === undefined ? undefined : { cause: options.cause });
    this.status = status;
    this.code = code;
    this.options = options;
  }
}

/** The one error body of every route: OpenAI SDKs read `error`, older clients read `detail`. */
export function errorBody(error: ApiError, requestId: string): Record<string, unknown> {
  const { options } = error;
  return {
    error: {
      message: error.message,
      type: options.type ?? errorType(error.status),
      param: options.param?.slice(0, PARAM_LIMIT) ?? null,
      code: error.code,
    },
    detail: options.rows ?? (options.detail ?? error.message).slice(0, DETAIL_LIMIT),
    request_id: requestId,
  };
}

function errorType(status: number): string {
  switch (status) {
    case 401:
      return 'authentication_error';
    case 403:
      return 'permission_error';
    case 404:
      return 'not_found_error';
    case 429:
      return 'rate_limit_error';
    case 503:
      return 'unavailable_error';
    default:
      return status < 500 ? 'invalid_request_error' : 'server_error';
  }
}

/** The client went away: nothing can be answered; 499 appears in logs only. */
export const clientGone = (stage: string): ApiError =>
  new ApiError(499, 'client_gone', `the client closed the connection (${stage})`);

/** Ended from outside. SDKs repeat a 409 unless they are told not to. */
export const requestCancelled = (): ApiError =>
  new ApiError(409, 'request_cancelled', 'the request was cancelled', {
    headers: { 'x-should-retry': 'false' },
  });

export const isClientGone = (error: unknown): boolean =>
  error instanceof ApiError && error.status === 499;

/** Any thrown value as the error to answer with; what is not ours is a 500 that tells nothing. */
export function toApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown;
  return new ApiError(500, 'internal_error', 'Internal server error', { cause: thrown });
}
