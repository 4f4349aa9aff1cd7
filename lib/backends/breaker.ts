import { CircuitState, circuitBreaker, ConsecutiveBreaker, handleWhen } from 'cockatiel';
import { ApiError } from '../errors.ts';

export type BreakerState = 'closed' | 'open' | 'half-open';

export interface Breaker {
  /** Runs a call, or refuses it while the backend is known to be down. Only what `counts` says counts. */
  readonly run: <T extends { readonly counts: boolean }>(call: () => Promise<T>) => Promise<T>;
  readonly state: () => BreakerState;
}

const THRESHOLD = 5;
/** How long an open breaker refuses before it lets one probe through. */
export const COOLDOWN_MS = 30_000;

/** 502, 503 and 504 raised on the way to the backend; a client's leaving or a bad upload is not the backend's fault. */
const isFailure = (error: unknown): boolean =>
  error instanceof ApiError && [502, 503, 504].includes(error.status);

/** Opens after five failed calls in a row; after the cooldown exactly one call is let through to find out. */
export function createBreaker(
  name: string,
  onChange: (state: BreakerState) => void,
  cooldownMs = COOLDOWN_MS,
): Breaker {
  const policy = circuitBreaker(
    handleWhen(isFailure).orWhenResult(
      (answer) => (answer as { counts?: boolean }).counts === true,
    ),
    { halfOpenAfter: cooldownMs, breaker: new ConsecutiveBreaker(THRESHOLD) },
  );
  let openedAt = 0;
  policy.onStateChange(() => {
    if (policy.state === CircuitState.Open) openedAt = performance.now();
    onChange(stateName(policy.state));
  });
  const refuse = (): never => {
    const left = Math.max(1, Math.ceil((openedAt + cooldownMs - performance.now()) / 1000));
    throw new ApiError(
      503,
      'breaker_open',
      `the backend ${name} is failing and not called for now`,
      { headers: { 'retry-after': String(left) } },
    );
  };
  return {
    state: () => stateName(policy.state),
    run: async (call) => {
      const cooling =
        policy.state === CircuitState.Open && performance.now() - openedAt < cooldownMs;
      if (cooling || policy.state === CircuitState.HalfOpen) return refuse();
      return policy.execute(call);
    },
  };
}

function stateName(state: CircuitState): BreakerState {
  if (state === CircuitState.HalfOpen) return 'half-open';
  return state === CircuitState.Closed ? 'closed' : 'open';
}
