import { setTimeout as sleep } from 'node:timers/promises';
import type { RouterModel } from './router-port.ts';

export interface CatalogSource {
  readonly name: string;
  readonly list: () => Promise<readonly RouterModel[]>;
}

/** What is known of a source. */
export interface CatalogPart {
  readonly name: string;
  /** Null: it has never answered. */
  readonly models: readonly RouterModel[] | null;
  readonly ageMs: number;
  /** It should have been asked anew since, and has not answered. */
  readonly stale: boolean;
}

export interface CatalogOptions {
  /** How long an answer counts as new. */
  readonly freshMs?: number;
  /** How long the first answer of a source is waited for. */
  readonly firstMs?: number;
  /** `again`: it had failed the last time, too. */
  readonly onFailure?: (name: string, error: unknown, again: boolean) => void;
}

interface Shelf {
  readonly source: CatalogSource;
  models: readonly RouterModel[] | null;
  at: number;
  failedAt: number;
  asking: Promise<void> | null;
}

/** A source that has just failed is not waited for again so soon. */
const AFTER_FAILURE_MS = 10_000;

/**
 * The model lists of several backends, kept. Whoever reads gets what is known at once and has it refreshed behind his
 * back, so that a slow backend slows nobody; nothing runs while nobody reads.
 */
export function createCatalog(sources: readonly CatalogSource[], options: CatalogOptions = {}) {
  const { freshMs = 2000, firstMs = 2000, onFailure } = options;
  const shelves = sources.map((source): Shelf => ({
    source,
    models: null,
    at: Number.NEGATIVE_INFINITY,
    failedAt: Number.NEGATIVE_INFINITY,
    asking: null,
  }));

  const refresh = (shelf: Shelf): Promise<void> =>
    (shelf.asking ??= shelf.source
      .list()
      .then(
        (models) => {
          shelf.models = models;
          shelf.at = performance.now();
        },
        (error: unknown) => {
          const again = shelf.failedAt > shelf.at;
          shelf.failedAt = performance.now();
          onFailure?.(shelf.source.name, error, again);
        },
      )
      .finally(() => (shelf.asking = null)));

  const read = async (shelf: Shelf, now: boolean): Promise<CatalogPart> => {
    const old = performance.now() - shelf.at > freshMs;
    const asking = old || now ? refresh(shelf) : null;
    const failedLately = performance.now() - shelf.failedAt < AFTER_FAILURE_MS;
    if (asking && now) await asking;
    else if (asking && !shelf.models && !failedLately) await Promise.race([asking, sleep(firstMs)]);
    const ageMs = performance.now() - shelf.at;
    const { models, source } = shelf;
    return { name: source.name, models, ageMs, stale: models !== null && ageMs > freshMs };
  };

  return {
    /** With `now` all are asked and waited for, as long as their own limits allow. */
    read: (now = false): Promise<CatalogPart[]> =>
      Promise.all(shelves.map((shelf) => read(shelf, now))),
  };
}

export type Catalog = ReturnType<typeof createCatalog>;
