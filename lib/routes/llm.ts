import { defineRoutes } from '../http/route.ts';
import * as schemas from '../schemas/llm.ts';

const base = { tag: 'llm', rejects: 400, replies: 'json', seconds: 600 } as const;
const router = { ...base, backend: 'llama-router' } as const;
const model = { ...router, params: schemas.ModelIdParam } as const;

export const llm = defineRoutes({
  chatCompletions: {
    ...router,
    method: 'POST',
    path: '/v1/chat/completions',
    summary: 'Chat, streamed or whole; the model is chosen and loaded as needed',
    body: schemas.ChatRequest,
    response: schemas.ChatResponse,
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
  v1Models: {
    ...router,
    method: 'GET',
    path: '/v1/models',
    summary: 'Models of all backends',
    response: schemas.ModelList,
    seconds: 60,
  },
  models: {
    ...router,
    method: 'GET',
    path: '/models',
    summary: 'Models of the router, with their state and profile',
    response: schemas.ModelList,
    seconds: 60,
  },
  modelsLoad: {
    ...router,
    method: 'POST',
    path: '/models/load',
    summary: 'Load a model; other keys update its profile first',
    body: schemas.LoadRequest,
    response: schemas.LoadResponse,
  },
  modelsUnload: {
    ...router,
    method: 'POST',
    path: '/models/unload',
    summary: 'Unload a model',
    body: schemas.UnloadRequest,
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
