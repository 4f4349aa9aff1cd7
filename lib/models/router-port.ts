/** One entry of the router's model list, as far as the gateway looks at it; unknown keys are kept. */
export interface RouterModel {
  readonly id: string;
  readonly status?: {
    readonly value?: string;
    readonly args?: readonly string[];
    readonly failed?: boolean;
    readonly exit_code?: number;
    /** Of a load `{value}`, of a download `{<url>: {done, total}}`. */
    readonly progress?: unknown;
  };
  readonly [key: string]: unknown;
}

/** What model loading needs of a router. Calls throw `ApiError` as backend calls do. */
export interface RouterPort {
  readonly list: (signal: AbortSignal) => Promise<readonly RouterModel[]>;
  /** Resolves when the router has taken the order; "already running" counts as taken. */
  readonly load: (model: string, signal: AbortSignal) => Promise<void>;
  /** "Not running" counts as unloaded. */
  readonly unload: (model: string, signal: AbortSignal) => Promise<void>;
  /**
   * Tells progress, 0 to 1, and changes of state (null) as they happen, until `signal` ends it. Resolves with false when
   * the router does not offer it.
   */
  readonly follow?: (
    onProgress: (model: string, value: number | null) => void,
    signal: AbortSignal,
  ) => Promise<boolean>;
}

export type ModelState =
  'unloaded' | 'loading' | 'loaded' | 'sleeping' | 'downloading' | 'unloading' | 'failed';

/**
 * State of an entry. A server that is no router lists its one model without a status: that one is loaded. A `sleeping`
 * model is usable, a request wakes it.
 */
export function stateOf(model: RouterModel): ModelState {
  if (!model.status) return 'loaded';
  if (model.status.failed) return 'failed';
  switch (model.status.value) {
    case 'loaded':
    case 'loading':
    case 'sleeping':
    case 'downloading':
    case 'unloading':
      return model.status.value;
    default:
      return 'unloaded';
  }
}

export const isUsable = (model: RouterModel): boolean =>
  ['loaded', 'sleeping'].includes(stateOf(model));
