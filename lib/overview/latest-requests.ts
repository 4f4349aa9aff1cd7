import { failureOf, type Failure } from './failure.ts';
import type { RequestMessage } from './read-request.ts';

/** How many are kept, whatever happens: some 300 kB. */
const MOST = 500;

/** Writing for less than this, an answer came in one piece: its speed says nothing. Milliseconds. */
const ONE_PIECE_MS = 50;

/** A finished request: what it asked, how it went and what it cost; never what was in it. */
export interface FinishedRow extends Failure {
  /** Its place in time, `<epoch ms of its end>-<id on the bus>`: the same at every replica. */
  readonly id: string;
  readonly ms: number;
  readonly first_byte_ms: number;
  readonly model: string | null;
  /** Of a chat, as far as its answer told. */
  readonly prompt_tokens: number | null;
  readonly tokens: number | null;
  /** The stream ended early: its events were counted. */
  readonly estimated: boolean;
  readonly tokens_per_second: number | null;
  /** Where it stood when its client left or it was ended early. */
  readonly stage: string | null;
  readonly instance: string | null;
}

export interface RequestQuery {
  readonly limit: number;
  readonly function?: string | undefined;
  /** `503`, `5xx`, or `failed`: 400 and above. */
  readonly status?: string | undefined;
  /** Part of the operation, model, backend, instance, error or request id, in any case. */
  readonly search?: string | undefined;
  /** The `id` of a request: those that ended before it. */
  readonly before?: string | undefined;
}

export interface LatestRequestsAnswer {
  /** Newest first. */
  readonly requests: readonly FinishedRow[];
  /** All that are kept and fit, whether or not they are in `requests`. */
  readonly matching: number;
  readonly kept: number;
  /** `before` of the next page; null: this is the last. */
  readonly next: string | null;
}

export interface LatestRequests {
  readonly add: (request: RequestMessage, backend: string | undefined) => void;
  readonly find: (query: RequestQuery) => LatestRequestsAnswer;
}

/** The newest requests, in the order in which they ended; a clock that is ahead of ours is not believed. */
export function createLatestRequests(
  redact: (text: string) => string,
  now = () => Date.now(),
): LatestRequests {
  const rows: FinishedRow[] = [];
  return {
    add: (request, backend) => {
      const at = Math.min(request.at, now());
      const row = rowOf({ ...request, at }, backend, redact);
      const place = rows.findIndex((one) => isBefore(one.id, row.id));
      rows.splice(place < 0 ? rows.length : place, 0, row);
      if (rows.length > MOST) rows.pop();
    },
    find: (query) => {
      const matching = rows.filter((row) => fits(row, query));
      const { before, limit } = query;
      const rest =
        before === undefined ? matching : matching.filter(({ id }) => isBefore(id, before));
      const requests = rest.slice(0, limit);
      return {
        requests,
        matching: matching.length,
        kept: rows.length,
        next: rest.length > limit ? requests.at(-1)!.id : null,
      };
    },
  };
}

function isBefore(one: string, other: string): boolean {
  const [at, otherAt] = [Number.parseInt(one, 10), Number.parseInt(other, 10)];
  return at === otherAt ? one < other : at < otherAt;
}

function fits(row: FinishedRow, { function: name, status, search }: RequestQuery): boolean {
  if (name !== undefined && row.function !== name) return false;
  if (status !== undefined && !hasStatus(row.status, status)) return false;
  if (search === undefined) return true;
  const text = search.toLowerCase();
  return [row.route, row.model, row.backend, row.instance, row.code, row.message, row.request_id]
    .filter((value) => value !== null)
    .some((value) => value.toLowerCase().includes(text));
}

const hasStatus = (status: number, wanted: string): boolean =>
  wanted === 'failed'
    ? status >= 400
    : wanted.endsWith('xx')
      ? Math.floor(status / 100) === Number(wanted[0])
      : status === Number(wanted);

function rowOf(
  request: RequestMessage,
  backend: string | undefined,
  redact: (text: string) => string,
): FinishedRow {
  const { at, id, model, status, ms, first_byte_ms } = request;
  return {
    id: `${at}-${id ?? request.request_id}`,
    ...failureOf(request, backend, redact),
    ms,
    first_byte_ms,
    // What answered is a model's name; what did not may be anything.
    model: model === undefined ? null : status < 400 ? model : redact(model),
    prompt_tokens: request.prompt_tokens ?? null,
    tokens: request.tokens ?? null,
    estimated: request.estimated ?? false,
    tokens_per_second: request.tokens_per_second ?? speedOf(request),
    stage: request.stage ?? null,
    instance: request.instance ?? null,
  };
}

/** What the backend does not tell of its speed is seen in the stream: the tokens after the first, by their time. */
function speedOf({ tokens = 0, ms, first_byte_ms: first }: RequestMessage): number | null {
  const writing = ms - first;
  if (tokens < 2 || writing < ONE_PIECE_MS) return null;
  return Math.round(((tokens - 1) / writing) * 10_000) / 10;
}
