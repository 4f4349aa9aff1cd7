import { DIMENSIONS, EMBEDDINGS_MODEL, WINDOW } from './model-facts.ts';

/** `GET /v1/models` of the embeddings server, in llama.cpp's shape; `created` in seconds since 1970. */
export const embeddingsModels = (created: number) => ({
  object: 'list' as const,
  data: [
    {
      id: EMBEDDINGS_MODEL,
      object: 'model' as const,
      created,
      owned_by: 'synapse',
      meta: { n_vocab: 8000, n_ctx_train: WINDOW, n_embd: DIMENSIONS },
    },
  ],
});
