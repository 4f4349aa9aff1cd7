import { flagValue } from '../../kubernetes/container-args.ts';
import { stateOf, type RouterModel } from '../router-port.ts';
import { progressOf } from '../progress.ts';
import type { ApiError } from '../../errors.ts';
import { closedByPeers, isUsable } from './admission.ts';
import { watchDepartures } from './departures.ts';
import { noteUse, put, type Draft } from './draft.ts';
import { dropLease } from './operate.ts';
import { loadFailed, loadIgnored, loadVanished, refuseAll, usersOf } from './refusals.ts';
import type { Operation, Viewed } from './state.ts';

type Load = Extract<Operation, { kind: 'load' }>;

/** Takes in the router's list, and what it says of the load under way. */
export function observe(draft: Draft, models: readonly RouterModel[]): void {
  const before = draft.view;
  draft.view = new Map(models.map((model) => [model.id, viewOf(model, before.get(model.id))]));
  watchDepartures(draft);
  // A plain llama.cpp server has one model and ignores the name.
  draft.plain = models.length > 0 && models.every(({ status }) => !status);
  const args = models.map(({ status }) => textsOf(status?.args));
  draft.routerCtxSize = first(args, '--ctx-size', '-c');
  const max = first(args, '--models-max');
  draft.maxModels = max === 0 ? Number.POSITIVE_INFINITY : (max ?? draft.limits.maxModels);
  draft.viewedAt = draft.at;
  looked(draft);
  draft.failingSince = null;
  if (draft.operation?.kind === 'load') observeLoad(draft, draft.operation);
}

/** A list of arguments, as far as it is one. */
const textsOf = (args: unknown): readonly string[] =>
  Array.isArray(args) ? args.filter((arg) => typeof arg === 'string') : [];

const first = (
  args: readonly (readonly string[])[],
  long: string,
  short?: string,
): number | null => {
  for (const list of args) {
    const value = flagValue(list, long, short);
    if (value !== null) return value;
  }
  return null;
};

function looked(draft: Draft): void {
  draft.listing = false;
  draft.lookedAt = draft.at;
  draft.looks++;
}

function viewOf(model: RouterModel, before: Viewed | undefined): Viewed {
  const state = stateOf(model);
  // The list may keep silent about what the events told.
  const known = before?.state === state ? before.progress : null;
  return {
    state,
    progress: progressOf(model.status?.progress) ?? known,
    exitCode: model.status?.exit_code ?? null,
  };
}

function observeLoad(draft: Draft, operation: Load): void {
  const { model } = operation;
  const viewed = draft.view.get(model);
  if (isUsable(draft, model)) return endLoad(draft, operation);
  switch (viewed?.state) {
    case 'loading':
      draft.operation = { ...operation, begun: true };
      return;
    case 'downloading':
      // A download is bounded by the wait of those who want it, not by the time a load may take.
      draft.operation = { ...operation, since: draft.at, begun: true };
      return;
    case 'failed':
      refuseAll(draft, usersOf(model), loadFailed(model, viewed.exitCode));
      return giveUp(draft);
    default:
      return observeVanished(draft, operation);
  }
}

function observeVanished(draft: Draft, operation: Load): void {
  const { model, ours, attempts, begun, orderedAt } = operation;
  const { at, limits } = draft;
  if (!ours) {
    // Whoever ordered it has called it off; if it is still wanted, it is ours to order.
    draft.operation = null;
    return;
  }
  // The list may lag behind the order.
  if (!begun && at - orderedAt < limits.orderMs) return;
  if (attempts < 2) {
    draft.operation = {
      ...operation,
      taken: false,
      attempts: attempts + 1,
      orderedAt: at,
      begun: false,
    };
    draft.effects.push({ type: 'load', model });
    return;
  }
  refuseAll(draft, usersOf(model), begun ? loadVanished(model) : loadIgnored(model));
  giveUp(draft);
}

function endLoad(draft: Draft, { model, ours, since }: Load): void {
  if (ours) {
    const before = draft.learned.get(model);
    const took = draft.at - since;
    draft.learned = put(
      draft.learned,
      model,
      before === undefined ? took : before * 0.7 + took * 0.3,
    );
  }
  draft.lastSwap = { model, since: draft.swapSince ?? since, endedAt: draft.at };
  noteUse(draft, model);
  giveUp(draft);
}

/** The operation is over, well or not; another replica may have its turn. */
export function giveUp(draft: Draft): void {
  draft.operation = null;
  draft.swapSince = null;
  dropLease(draft);
}

/**
 * The router could not be asked. While it loads or another replica restarts it, that is borne for a while; otherwise
 * all who wait are told at once.
 */
export function observeFailure(draft: Draft, error: ApiError): void {
  looked(draft);
  draft.failingSince ??= draft.at;
  const busy =
    draft.operation?.kind === 'load' ||
    draft.waiters.some(({ model }) => closedByPeers(draft, model));
  if (busy && draft.at - draft.failingSince < draft.limits.patienceMs) {
    draft.viewedAt = Number.NEGATIVE_INFINITY;
    return;
  }
  refuseAll(draft, () => true, error);
  draft.failingSince = null;
  giveUp(draft);
}
