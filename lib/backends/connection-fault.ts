import { ApiError } from '../errors.ts';

/** Never reached: no byte of the request can have been seen, so the call may be tried again. */
const UNREACHED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'UND_ERR_CONNECT_TIMEOUT',
]);
const SILENT = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);
const TLS = /^(?:ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|UNABLE_TO|SELF_SIGNED|EPROTO)/;

/** The code of a system or undici error; empty when it has none. */
export const codeOf = (error: unknown): string => {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
};

export const isUnreached = (error: unknown): boolean => UNREACHED.has(codeOf(error));

/** The connection ended before a byte of the answer; on one that was reused this may only mean that it had expired. */
export const isHangUp = (error: unknown): boolean =>
  ['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'].includes(codeOf(error));

export const tooSilent = (name: string, cause?: unknown): ApiError =>
  new ApiError(504, 'backend_timeout', `the backend ${name} was silent past its limit`, { cause });

/**
 * What went wrong on the way to a backend, as the error the client gets: 503 it could not be reached, 504 it was
 * silent past its limit, 502 it broke off or spoke no HTTP. Names the backend, never its address.
 */
export function connectionFault(name: string, error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  const code = codeOf(error);
  if (UNREACHED.has(code) || TLS.test(code)) {
    return new ApiError(503, 'backend_unreachable', `the backend ${name} cannot be reached`, {
      cause: error,
      headers: { 'retry-after': '5' },
    });
  }
  if (SILENT.has(code)) return tooSilent(name, error);
  return new ApiError(502, 'backend_broken', `the backend ${name} broke the connection`, {
    cause: error,
  });
}
