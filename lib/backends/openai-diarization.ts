import { ApiError } from '../errors.ts';
import { readJson } from './answer.ts';
import type { Backend } from './client.ts';
import { postForm } from './post-form.ts';
import type { SpeakerBackend } from './speaker-backend.ts';

const LABEL = 'Speaker backend error';
const LIMIT = 64 * 1024 * 1024;

type Json = Readonly<Record<string, unknown>>;

/**
 * Servers with `/v1/audio/diarization` (speaches from 0.9, LocalAI) behind our diarization. They do not verify: `routes:` of
 * the backends file sends `/speakers/verify` elsewhere. Options of the backend: `model` and `path`.
 */
export function createOpenAiDiarization(backend: Backend): SpeakerBackend {
  const { model = 'pyannote/speaker-diarization-community-1', path = '/v1/audio/diarization' } =
    backend.config.options as { model?: string; path?: string };
  return {
    fields: (values) => ({ model, response_format: 'json', ...values }),

    diarize: async (upload, context) => {
      const answer = await readJson(await postForm(backend, path, upload, LABEL, context), LIMIT);
      const { segments, duration } = (answer ?? {}) as Json;
      if (!Array.isArray(segments))
        throw new ApiError(502, 'backend_bad_answer', `${LABEL}: the answer has no segments`);
      const turns = (segments as Json[]).map(({ speaker, start, end }) => ({
        speaker: speaker as string,
        start: Number(start),
        end: Number(end),
      }));
      return JSON.stringify({
        num_speakers: new Set(turns.map(({ speaker }) => speaker)).size,
        segments: turns,
        duration:
          typeof duration === 'number' ? duration : Math.max(0, ...turns.map(({ end }) => end)),
      });
    },

    verify: async () => {
      throw new ApiError(
        503,
        'backend_cannot',
        `the backend ${backend.name} cannot verify speakers; routes: of the backends file can send /speakers/verify to one that can`,
      );
    },
  };
}
