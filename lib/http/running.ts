import type { ApiError } from '../errors.ts';

/** A request under way, as others see it. */
export interface RunningRequest {
  readonly requestId: string;
  readonly signal: AbortSignal;
  /** Ends it with an error its client is told. `false`: it was already over. */
  readonly end: (error: ApiError) => boolean;
}

/** The requests of this process that have begun and are not answered yet. */
export interface Running {
  readonly add: (request: RunningRequest) => void;
  readonly remove: (request: RunningRequest) => void;
  /** Ends every request with this id but the one that `except` belongs to; how many there were. */
  readonly end: (requestId: string, error: ApiError, except?: AbortSignal) => number;
  /** Ends all of them. */
  readonly endAll: (error: ApiError) => void;
  readonly size: () => number;
}

/** Ids are the clients' to choose, so several requests may share one. Looked through only when one is to be ended. */
export function createRunning(): Running {
  const requests = new Set<RunningRequest>();
  return {
    add: (request) => void requests.add(request),
    remove: (request) => void requests.delete(request),
    end: (requestId, error, except) =>
      [...requests].filter(
        (request) =>
          request.requestId === requestId && request.signal !== except && request.end(error),
      ).length,
    endAll: (error) => {
      for (const request of requests) request.end(error);
    },
    size: () => requests.size,
  };
}
