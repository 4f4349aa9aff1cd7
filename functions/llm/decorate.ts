import { collapseShards } from '../../lib/models/collapse-shards.ts';
import { GENERATION_FIELDS } from '../../lib/models/inject-profile.ts';
import type { ProfileStore } from '../../lib/models/profiles.ts';
import type { RouterModel } from '../../lib/models/router-port.ts';

const DEFAULTS: readonly string[] = [
  ...GENERATION_FIELDS,
  'runtime_ctx_size',
  'system_prompt',
  'reasoning_effort',
];

/** Router models as clients see them: saved profiles in `status`, shards of one model as one. */
export async function decorate(
  models: readonly RouterModel[],
  profiles: ProfileStore,
): Promise<RouterModel[]> {
  const saved = await profiles.all();
  return collapseShards(
    models.map((model) => {
      const values = saved.get(model.id);
      if (!values || Object.keys(values).length === 0) return model;
      const defaults = Object.fromEntries(
        Object.entries(values).filter(([key]) => DEFAULTS.includes(key)),
      );
      return {
        ...model,
        status: { ...model.status, synapse_profile: values, synapse_defaults: defaults },
      };
    }),
  );
}
