import { defineRoutes } from '../http/route.ts';
import { ConvertFields } from '../schemas/audio.ts';
import * as schemas from '../schemas/embedded.ts';
import { ChatRequest, EmbeddingsRequest } from '../schemas/llm.ts';
import { DiarizeFields } from '../schemas/speakers.ts';
import { NoFields } from '../schemas/voices.ts';

const json = { tag: 'embedded', replies: 'json', seconds: 600, hidden: true } as const;
const audio = { ...json, replies: 'audio' } as const;
/** Looks at states and lists; a page that is open asks them all the time. */
const get = {
  ...json,
  method: 'GET',
  summary: 'Wire protocol of the backend',
  quiet: true,
} as const;
const post = { ...json, method: 'POST', summary: 'Wire protocol of the backend' } as const;
const file = { file: { max: 1 } } as const;

/**
 * The wire protocols of the six backends, each under its name, as the embedded engines speak them. Not part of the
 * public table: this function is reached by the others only.
 */
export const embedded = defineRoutes({
  embedHealth: { ...get, path: '/llama-embed/health' },
  embedModels: { ...get, path: '/llama-embed/v1/models' },
  embeddings: { ...post, path: '/llama-embed/v1/embeddings', body: EmbeddingsRequest },

  routerHealth: { ...get, path: '/llama-router/health' },
  routerModels: { ...get, path: '/llama-router/models' },
  routerV1Models: { ...get, path: '/llama-router/v1/models' },
  routerEvents: { ...get, path: '/llama-router/models/sse', replies: 'sse' },
  routerLoad: { ...post, path: '/llama-router/models/load', body: schemas.ModelOrder },
  routerUnload: { ...post, path: '/llama-router/models/unload', body: schemas.ModelOrder },
  chat: { ...post, path: '/llama-router/v1/chat/completions', body: ChatRequest },

  ttsHealth: { ...get, path: '/chatterbox-tts/api/ui/initial-data' },
  ttsReferences: { ...get, path: '/chatterbox-tts/get_reference_files' },
  ttsUpload: {
    ...post,
    path: '/chatterbox-tts/upload_reference',
    form: { fields: NoFields, files: { files: { max: 10 } } },
  },
  ttsForget: {
    ...json,
    method: 'DELETE',
    summary: 'Forget a reference recording',
    path: '/chatterbox-tts/reference_files/{name}',
    params: schemas.FileName,
  },
  tts: {
    ...audio,
    method: 'POST',
    summary: 'Wire protocol of the backend',
    path: '/chatterbox-tts/tts',
    body: schemas.ChatterboxTts,
  },
  speech: {
    ...audio,
    method: 'POST',
    summary: 'Wire protocol of the backend',
    path: '/chatterbox-tts/v1/audio/speech',
    body: schemas.ChatterboxSpeech,
  },

  sttHealth: { ...get, path: '/whisper-stt/health' },
  transcribe: {
    ...post,
    path: '/whisper-stt/transcribe',
    form: { fields: schemas.WhisperFields, files: file },
  },
  detectLanguage: {
    ...post,
    path: '/whisper-stt/detect-language',
    form: { fields: NoFields, files: file },
  },
  sttStream: {
    ...post,
    path: '/whisper-stt/stream',
    replies: 'sse',
    form: { fields: schemas.WhisperFields, files: file },
  },

  speakerHealth: { ...get, path: '/pyannote-speaker/health' },
  diarize: {
    ...post,
    path: '/pyannote-speaker/diarize',
    form: { fields: DiarizeFields, files: file },
  },
  verify: {
    ...post,
    path: '/pyannote-speaker/verify',
    form: { fields: NoFields, files: { file1: { max: 1 }, file2: { max: 1 } } },
  },

  audioHealth: { ...get, path: '/deepfilter-audio/health' },
  denoise: {
    ...audio,
    method: 'POST',
    summary: 'Wire protocol of the backend',
    path: '/deepfilter-audio/denoise',
    form: { fields: NoFields, files: file },
  },
  convert: {
    ...audio,
    method: 'POST',
    summary: 'Wire protocol of the backend',
    path: '/deepfilter-audio/convert',
    form: { fields: ConvertFields, files: file },
  },
});
