import { ApiError } from '../errors.ts';
import { readJson } from './answer.ts';
import { expectWav } from './audio-answer.ts';
import type { Backend, BackendAnswer } from './client.ts';
import { postForm, postJson, type CallContext, type Upload } from './post-form.ts';

const LABEL = 'TTS backend error';

/** The predefined voice used when no voice is asked for. */
const DEFAULT_VOICE = 'Alice.wav';

export interface Speech {
  readonly text: string;
  readonly language: string;
  readonly speed: number;
  readonly splitText: boolean;
  /** A voice the server comes with, by file name or bare name; left out: the default voice. */
  readonly voice?: string | null | undefined;
  /** File name of an uploaded reference, which goes before a voice. */
  readonly reference?: string | undefined;
}

/** The text-to-speech protocol of Chatterbox-TTS-Server. */
export const createChatterbox = (backend: Backend) => ({
  name: backend.name,

  /** Audio of a text, WAV. */
  speak: async (speech: Speech, context: CallContext): Promise<BackendAnswer> =>
    expectWav(await postJson(backend, '/tts', payload(speech), LABEL, context), LABEL),

  /** Stores a reference recording; resolves with the name it has there. An existing name counts as stored. */
  uploadReference: async (upload: Upload, context: CallContext): Promise<string> => {
    const answer = await readJson(
      await postForm(backend, '/upload_reference', upload, LABEL, context),
    );
    const { uploaded_files: stored } = (answer ?? {}) as { uploaded_files?: unknown };
    if (Array.isArray(stored) && typeof stored[0] === 'string') return stored[0];
    throw new ApiError(
      502,
      'reference_upload_failed',
      `${LABEL}: the reference recording was not accepted`,
    );
  },

  /** Forgets a reference recording, where the server can. `false`: it cannot. */
  deleteReference: async (file: string, context: CallContext): Promise<boolean> => {
    const answer = await backend.send({
      method: 'DELETE',
      path: `/reference_files/${encodeURIComponent(file)}`,
      headers: context.headers,
      signal: context.signal,
    });
    answer.body.resume();
    return answer.status < 300;
  },
});

export type Chatterbox = ReturnType<typeof createChatterbox>;

/** The server knows its voices by their files. */
const fileOf = (voice?: string | null): string =>
  voice ? (/\.\w{2,4}$/.test(voice) ? voice : `${voice}.wav`) : DEFAULT_VOICE;

const payload = ({
  text,
  language,
  speed,
  splitText,
  voice,
  reference,
}: Speech): Record<string, unknown> => ({
  text,
  split_text: splitText,
  ...(language && { language }),
  ...(speed !== 1 && { speed_factor: speed }),
  ...(reference
    ? { voice_mode: 'clone', reference_audio_filename: reference }
    : { voice_mode: 'predefined', predefined_voice_id: fileOf(voice) }),
});
