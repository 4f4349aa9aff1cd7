import type { RequestMessage } from './read-request.ts';

/** A failed request, newest first in its lists. */
export interface Failure {
  readonly ts: string;
  readonly function: string;
  readonly route: string;
  readonly status: number;
  readonly code: string | null;
  readonly message: string | null;
  readonly request_id: string;
  readonly backend: string | null;
}

/** A request as pages show it. Its message may quote what nobody should read: `redact` masks that. */
export const failureOf = (
  request: RequestMessage,
  backend: string | undefined,
  redact: (text: string) => string,
): Failure => ({
  ts: new Date(request.at).toISOString(),
  function: request.function,
  route: `${request.method} ${request.route.replaceAll('+}', '}')}`,
  status: request.status,
  code: request.code ?? null,
  message: request.message === undefined ? null : redact(request.message),
  request_id: request.request_id,
  backend: backend ?? null,
});
