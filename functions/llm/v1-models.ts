import type { Handler } from '../../lib/http/call.ts';
import { json } from '../../lib/http/reply.ts';
import type { llm } from '../../lib/routes/llm.ts';
import type { ReadModels } from './known-models.ts';

/**
 * `GET /v1/models`: the models of all backends, as they were told last; each id once. `x-synapse-missing` names the
 * backends that have never answered, `x-synapse-stale` those that have not answered lately. `?refresh=1` asks them all.
 */
export const v1Models =
  (read: ReadModels): Handler<typeof llm.v1Models> =>
  async ({ query }) => {
    const { models, headers } = await read(query.refresh === '1' || query.refresh === 'true');
    return json({ object: 'list', data: [...models] }, { headers });
  };
