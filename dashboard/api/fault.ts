import { textOf } from './text-of.ts';

/** A call that failed, in words for a person: what happened and what to do. */
export class Fault extends Error {
  override readonly name = 'Fault';
  /** HTTP status; 0 when nothing answered. */
  readonly status: number;
  readonly code: string;
  readonly requestId: string;
  readonly rows: readonly FaultRow[];
  readonly retryAfter: number | null;

  constructor(
    status: number,
    message: string,
    {
      code = '',
      requestId = '',
      rows = [],
      retryAfter = null,
    }: {
      readonly code?: string;
      readonly requestId?: string;
      readonly rows?: readonly FaultRow[];
      readonly retryAfter?: number | null;
    } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.requestId = requestId;
    this.rows = rows;
    this.retryAfter = retryAfter;
  }
}

/** One row of a 422: which part of the request, and what is wrong with it. */
export interface FaultRow {
  readonly loc: readonly (string | number)[];
  readonly msg: string;
}

interface Body {
  readonly error?: { readonly message?: unknown; readonly code?: unknown } | string;
  readonly detail?: unknown;
  readonly request_id?: unknown;
}

/** The error body of an answer as a fault; any body will do. */
export async function faultOf(response: Response): Promise<Fault> {
  const text = await response.text().catch(() => '');
  let body: Body = {};
  try {
    body = JSON.parse(text) as Body;
  } catch {
    /* not JSON: the status must do */
  }
  const error = typeof body.error === 'object' ? body.error : undefined;
  const rows = Array.isArray(body.detail) ? (body.detail as FaultRow[]) : [];
  const detail = typeof body.detail === 'string' ? body.detail : undefined;
  const retry = Number(response.headers.get('retry-after'));
  return new Fault(
    response.status,
    textOf(error?.message) || detail || `${response.status} ${response.statusText}`.trim(),
    {
      code: textOf(error?.code),
      requestId: textOf(body.request_id) || (response.headers.get('x-request-id') ?? ''),
      rows,
      retryAfter: retry > 0 ? retry : null,
    },
  );
}

/** Anything thrown by a call as a fault; an abort stays what it is. */
export function toFault(thrown: unknown): Fault {
  if (thrown instanceof Fault) return thrown;
  if (thrown instanceof TypeError) return new Fault(0, 'Synapse does not answer.');
  return new Fault(-1, thrown instanceof Error ? thrown.message : String(thrown));
}

export const isAbort = (thrown: unknown): boolean =>
  thrown instanceof DOMException && thrown.name === 'AbortError';

/** What the person at the screen can do about it; empty when the message says it all. */
export function adviceOf({ status, retryAfter }: Fault): string {
  switch (status) {
    case 0:
      return 'Check that it is running and that this machine reaches it, then try again.';
    case 401:
      return 'The session has ended; log in again.';
    case 403:
      return 'This page may not do that. Open the dashboard under the address it is served from.';
    case 404:
      return 'It may have been deleted meanwhile; refresh the list.';
    case 413:
      return 'Send a smaller file, or raise the limit (SYNAPSE_MAX_AUDIO_BYTES and its siblings).';
    case 429:
      return `Too many tries; wait ${retryAfter ?? 60} seconds.`;
    case 502:
      return 'The backend answered with something else than was asked for; its own log says why.';
    case 503:
      return `The backend cannot be reached. Backends shows which; start it, then try again${retryAfter ? ` in ${retryAfter} seconds` : ''}.`;
    case 504:
      return 'The backend is silent. It may be busy or hanging; its own log says why.';
    default:
      return status >= 500 ? 'The terminal shows what happened, by the request id.' : '';
  }
}
