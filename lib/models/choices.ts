import { candidatesOf, type AutoModels } from './auto-options.ts';
import { createSharedCall } from '../shared-call.ts';
import { isUsable, type RouterModel } from './router-port.ts';

/** What of a router's list `auto` needs to choose. */
export interface Choices {
  /** Those it would choose that the router has, behind the first of its list; empty when the list is. */
  readonly available: readonly string[];
  /** In the order of the list. */
  readonly loaded: readonly string[];
}

export interface ChoicesOptions {
  /** Asks the router. */
  readonly list: (signal: AbortSignal) => Promise<readonly RouterModel[]>;
  /** How long a list is believed, in milliseconds. */
  readonly freshMs: number;
}

/**
 * The choices of `auto`, taken from a list once, however long it is and however many ask; whoever else reads the list
 * hands it over by `note`, so that they are as new as anybody's.
 */
export function createChoices(auto: AutoModels, { list, freshMs }: ChoicesOptions) {
  const candidates = new Set(candidatesOf(auto));
  let known: Choices = { available: [], loaded: [] };
  let knownAt = Number.NEGATIVE_INFINITY;

  const note = (models: readonly RouterModel[]): void => {
    const rest = models.slice(1).filter(({ id }) => candidates.has(id));
    known = {
      available: [...models.slice(0, 1), ...rest].map(({ id }) => id),
      loaded: models.filter(isUsable).map(({ id }) => id),
    };
    knownAt = performance.now();
  };
  const ask = createSharedCall(async (signal) => note(await list(signal)));
  return {
    note,
    /** @throws {ApiError} of the router, or the reason of `signal`. */
    read: async (signal: AbortSignal): Promise<Choices> => {
      if (performance.now() - knownAt >= freshMs) await ask(signal);
      return known;
    },
  };
}
