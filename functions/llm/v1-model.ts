import type { Handler } from '../../lib/http/call.ts';
import { json } from '../../lib/http/reply.ts';
import type { llm } from '../../lib/routes/llm.ts';
import type { ReadModels } from './known-models.ts';
import { unknownModel } from './model-host.ts';

/** `GET /v1/models/{model_id}`: one model of `GET /v1/models`; before a 404 all backends are asked anew. */
export const v1Model =
  (read: ReadModels): Handler<typeof llm.v1Model> =>
  async ({ params: { model_id: id } }) => {
    let known = await read(false);
    const find = () => known.models.find((model) => model.id === id);
    if (!find()) known = await read(true);
    const found = find();
    // A backend that does not answer may have it: the headers name it.
    if (!found) throw unknownModel(id, known.headers);
    return json(found, { headers: known.headers });
  };
