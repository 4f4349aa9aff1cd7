import type { Backend } from './client.ts';
import { createOpenAiTranscriptions } from './openai-transcriptions.ts';
import type { SttBackend } from './stt-protocol.ts';
import { createWhisper } from './whisper.ts';

/** The adapter of the backend's `type`. */
export const createSttBackend = (backend: Backend): SttBackend =>
  backend.config.type === 'openai-transcriptions'
    ? createOpenAiTranscriptions(backend)
    : createWhisper(backend);
