import type { RouterModel } from './router-port.ts';

const SHARD = /^(.*)-(\d+)-of-(\d+)$/;

/**
 * Shards of a split GGUF as one entry, at the place of the first: the router lists each loose file as a model. The
 * entry is part 1 (or the lowest), with the state of the group.
 */
export function collapseShards(models: readonly RouterModel[]): RouterModel[] {
  const groups = new Map<string, RouterModel[]>();
  const order: (string | RouterModel)[] = [];
  for (const model of models) {
    const group = groupOf(model.id);
    if (!group) order.push(model);
    else if (groups.has(group)) groups.get(group)!.push(model);
    else {
      groups.set(group, [model]);
      order.push(group);
    }
  }
  return order.map((item) => (typeof item === 'string' ? merge(groups.get(item)!) : item));
}

function groupOf(id: string): string | null {
  const found = SHARD.exec(id);
  if (!found) return null;
  const [part, total] = [Number(found[2]), Number(found[3])];
  return total >= 2 && part >= 1 && part <= total ? `${found[1]}\n${total}` : null;
}

const partOf = (model: RouterModel): number => Number(SHARD.exec(model.id)![2]);

function merge(shards: readonly RouterModel[]): RouterModel {
  const first = shards.toSorted((a, b) => partOf(a) - partOf(b))[0]!;
  const values = shards.map((shard) => shard.status?.value);
  const value =
    ['loaded', 'loading', 'unloading'].find((state) => values.includes(state)) ??
    first.status?.value;
  const failed = shards.some((shard) => shard.status?.failed);
  return {
    ...first,
    status: { ...first.status, ...(value !== undefined && { value }), ...(failed && { failed }) },
  };
}
