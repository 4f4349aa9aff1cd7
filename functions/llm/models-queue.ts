import type { Handler } from '../../lib/http/call.ts';
import { json } from '../../lib/http/reply.ts';
import type { llm } from '../../lib/routes/llm.ts';
import type { ModelHost } from './model-host.ts';

/** `GET /models/queue`: as this replica sees it; the router is not asked. */
export const modelsQueue =
  (host: ModelHost): Handler<typeof llm.modelsQueue> =>
  () =>
    json(host.scheduler.snapshot());
