import { defineRoutes } from '../http/route.ts';
import * as schemas from '../schemas/llm.ts';

const base = { tag: 'llm', rejects: 400, replies: 'json', seconds: 600 } as const;
const router = { ...base, backend: 'llama-router' } as const;
const model = { ...router, params: schemas.ModelIdParam } as const;

const stored = { 507: 'The volume of the profiles is full: `storage_full`' } as const;
const unknownModel = { 404: 'Unknown: `model_not_found`' } as const;
const catalogHeaders = {
  'x-synapse-stale': 'Backends that have not answered lately, each with the age in seconds.',
  'x-synapse-missing': 'Backends that have never answered.',
} as const;

export const llm = defineRoutes({
  chatCompletions: {
    ...router,
    method: 'POST',
    path: '/v1/chat/completions',
    summary: 'Chat, streamed or whole; the model is chosen and loaded as needed',
    description:
      'With `stream` the answer is events: `data:` with a chunk of OpenAI each, then `data: [DONE]`; one that fails ends ' +
      'with `data: {"error": …}` instead. Comments may come between.',
    body: schemas.ChatRequest,
    response: schemas.ChatResponse,
    streams: true,
    headers: {
      'x-synapse-model': 'The model that answers.',
      'x-synapse-model-reason':
        'Why: `explicit`, `policy-<rule>`, `policy-general`, `policy-loaded` or `policy-fallback`.',
      'x-synapse-model-words': 'The words of the chat that led to it.',
      'x-synapse-queue-ms': 'How long the request waited for its turn.',
      'x-synapse-load-ms': 'How long it waited for the model to load.',
    },
  },
  embeddings: {
    ...base,
    method: 'POST',
    path: '/v1/embeddings',
    summary: 'Embeddings of one or many texts',
    backend: 'llama-embed',
    body: schemas.EmbeddingsRequest,
    response: schemas.EmbeddingsResponse,
  },
  requestsCancel: {
    ...base,
    method: 'POST',
    path: '/v1/requests/{request_id+}/cancel',
    summary: 'End a running request by its x-request-id',
    description:
      'Whoever knows the id may end the request: ids made here cannot be guessed, those sent as `x-request-id` are ' +
      'as secret as their makers keep them. Its backend is let go of at once. Its client gets 409 `request_cancelled`, ' +
      'or in a stream that has begun an error event and no `[DONE]`. All functions and replicas are asked and have ' +
      'half a second to answer; of several requests with the id all are ended. 404 when nobody has it.',
    params: schemas.RequestIdParam,
    response: schemas.Cancelled,
    mayAccept: true,
    seconds: 60,
  },
  v1Models: {
    ...router,
    method: 'GET',
    path: '/v1/models',
    summary: 'Models of all backends',
    description:
      'Answered from what the backends said last. `x-synapse-stale` names those that have not answered lately, with ' +
      'the age in seconds; `x-synapse-missing` those that never have.',
    query: schemas.ModelsQuery,
    headers: catalogHeaders,
    response: schemas.ModelList,
    seconds: 60,
  },
  v1Model: {
    ...model,
    method: 'GET',
    path: '/v1/models/{model_id+}',
    summary: 'One model of all backends',
    headers: catalogHeaders,
    response: schemas.Model,
    seconds: 60,
  },
  models: {
    ...router,
    method: 'GET',
    path: '/models',
    summary: 'Models of the router, with their state and profile',
    response: schemas.ModelList,
    seconds: 60,
    quiet: true,
  },
  modelsQueue: {
    ...router,
    method: 'GET',
    path: '/models/queue',
    summary: 'Who waits for which model, and what the router is doing',
    response: schemas.ModelQueue,
    seconds: 60,
    quiet: true,
  },
  modelsLoad: {
    ...router,
    method: 'POST',
    path: '/models/load',
    summary: 'Load a model; other keys update its profile first',
    body: schemas.LoadRequest,
    failures: { ...unknownModel, ...stored },
    response: schemas.LoadResponse,
  },
  modelsUnload: {
    ...router,
    method: 'POST',
    path: '/models/unload',
    summary: 'Unload a model',
    body: schemas.UnloadRequest,
    failures: { ...unknownModel, 409: 'Pinned: `model_pinned`; or cancelled: `request_cancelled`' },
    response: schemas.LoadResponse,
  },
  modelsSchema: {
    ...model,
    method: 'GET',
    path: '/models/{model_id+}/schema',
    summary: 'Fields of the profile of a model',
    response: schemas.ProfileSchema,
    seconds: 60,
  },
  modelsProfile: {
    ...model,
    method: 'GET',
    path: '/models/{model_id+}/profile',
    summary: 'Saved profile of a model',
    response: schemas.Profile,
    seconds: 60,
  },
  modelsProfileUpdate: {
    ...model,
    method: 'PUT',
    path: '/models/{model_id+}/profile',
    summary: 'Change the profile of a model',
    body: schemas.ProfileUpdate,
    response: schemas.ProfileUpdated,
    failures: stored,
    seconds: 60,
  },
  modelsProfileApply: {
    ...model,
    method: 'POST',
    path: '/models/{model_id+}/profile/apply',
    summary: 'Apply the profile of a model, loading it if asked',
    body: schemas.ApplyRequest,
    optionalBody: true,
    response: schemas.Applied,
  },
});
