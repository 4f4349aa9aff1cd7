import { defineRoutes } from '../http/route.ts';
import {
  DetectedLanguage,
  LanguageField,
  TranscribeFields,
  Transcription,
} from '../schemas/stt.ts';
import { NoFields } from '../schemas/voices.ts';

const speech = {
  tag: 'stt',
  backend: 'whisper-stt',
  rejects: 422,
  method: 'POST',
  seconds: 600,
} as const;
const files = { file: { max: 1 } } as const;

export const stt = defineRoutes({
  transcribe: {
    ...speech,
    path: '/stt/transcribe',
    summary: 'Transcribe a recording',
    form: { fields: TranscribeFields, files },
    replies: 'json',
    response: Transcription,
  },
  detectLanguage: {
    ...speech,
    path: '/stt/detect-language',
    summary: 'Tell which language is spoken',
    form: { fields: NoFields, files },
    replies: 'json',
    response: DetectedLanguage,
  },
  stream: {
    ...speech,
    path: '/stt/stream',
    summary: 'Transcribe, segment by segment, as server-sent events',
    form: { fields: LanguageField, files },
    replies: 'sse',
  },
});
