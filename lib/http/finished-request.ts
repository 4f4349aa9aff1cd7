import type { ApiError } from '../errors.ts';
import type { Usage } from '../streams/usage.ts';
import type { Exchange } from './exchange.ts';
import type { Route } from './route.ts';

/** What one answered request tells the dashboard. Paths, queries and bodies are not in it. */
export interface FinishedRequest {
  /** Epoch milliseconds of its end. */
  readonly at: number;
  readonly method: string;
  /** The path of the route table, as `/models/{model_id+}/profile`. */
  readonly route: string;
  readonly status: number;
  readonly code?: string;
  readonly message?: string;
  readonly ms: number;
  /** Until the first byte of a stream that says something; of a whole answer: until it was sent. */
  readonly first_byte_ms: number;
  readonly request_id: string;
  readonly backend?: string;
  /** The model that answered, or was to answer. */
  readonly model?: string;
  /** Completion tokens of a chat, as far as it told. */
  readonly tokens?: number;
  readonly prompt_tokens?: number;
  /** As the backend says itself. */
  readonly tokens_per_second?: number;
  /** The stream ended early: its events were counted. */
  readonly estimated?: true;
  /** Where the request stood when its client left or it was ended early. */
  readonly stage?: string;
}

export function finishedRequest(
  { req, res, requestId, started, firstByteAt, usage, model, endedAt }: Exchange,
  route: Route,
  error: ApiError | null,
): FinishedRequest {
  const now = performance.now();
  return {
    at: Date.now(),
    method: req.method ?? 'GET',
    route: route.path,
    status: error?.status ?? res.statusCode,
    ...(error && { code: error.code, message: error.message.slice(0, 300) }),
    ms: tenths(now - started),
    first_byte_ms: tenths((firstByteAt ?? now) - started),
    request_id: requestId,
    ...(route.backend !== undefined && { backend: route.backend }),
    // Any client may name a model of any length.
    ...(model !== null && { model: model.slice(0, 256) }),
    ...(usage && tokensOf(usage)),
    ...(endedAt && { stage: endedAt }),
  };
}

const tokensOf = ({ completion_tokens: tokens, ...others }: Usage) => ({ tokens, ...others });

const tenths = (ms: number): number => Math.round(ms * 10) / 10;
