import { EmbeddingsError } from '../../lib/engines/embeddings/embeddings-error.ts';
import type { EmbeddingsEngine } from '../../lib/engines/embeddings/engine.ts';
import { embeddingsModels } from '../../lib/engines/embeddings/model-list.ts';
import { embeddingsAnswer, readEmbeddingsRequest } from '../../lib/engines/embeddings/openai.ts';
import { ApiError } from '../../lib/errors.ts';
import type { Handlers } from '../../lib/http/call.ts';
import { json } from '../../lib/http/reply.ts';
import type { embedded } from '../../lib/routes/embedded.ts';

type Embed = Pick<Handlers<typeof embedded>, 'embedHealth' | 'embedModels' | 'embeddings'>;

/** The llama-embed backend's protocol over the embedded sentence model. */
export const llamaEmbed = (engine: EmbeddingsEngine): Embed => ({
  embedHealth: () => json({ status: 'ok' }),
  embedModels: () => json(embeddingsModels(0)),
  embeddings: async ({ body, signal }) => {
    const query = readEmbeddingsRequest(body);
    try {
      return json(embeddingsAnswer(query, await engine.embed(query.texts, { signal })));
    } catch (error) {
      if (!(error instanceof EmbeddingsError)) throw error;
      const status = error.problem === 'too_long' ? 400 : 502;
      throw new ApiError(status, error.problem, error.message, {
        cause: error.cause,
        ...(status === 400 && { param: 'input' }),
      });
    }
  },
});
