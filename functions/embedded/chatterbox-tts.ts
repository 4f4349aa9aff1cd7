import { encodeWav } from '../../lib/audio/wav.ts';
import { createTtsEngine } from '../../lib/engines/tts/engine.ts';
import type { Call, Handlers } from '../../lib/http/call.ts';
import { bytes, json, type Reply } from '../../lib/http/reply.ts';
import { ApiError } from '../../lib/errors.ts';
import type { FormItem } from '../../lib/http/form.ts';
import type { embedded } from '../../lib/routes/embedded.ts';
import { engine } from './engine-error.ts';
import { createReferences, type References } from './references.ts';
import { workerFile } from './worker-file.ts';

type Tts = Pick<
  Handlers<typeof embedded>,
  'ttsHealth' | 'ttsReferences' | 'ttsUpload' | 'ttsForget' | 'tts' | 'speech'
>;

/** What is said of a voice made after a recording: this engine matches pitch, timbre and pace, it does not clone. */
const MATCHED = {
  'x-synapse-voice-mode': 'matched',
  'x-synapse-engine': 'embedded-flite',
} as const;
const PREDEFINED = {
  'x-synapse-voice-mode': 'predefined',
  'x-synapse-engine': 'embedded-flite',
} as const;

/** Chatterbox-TTS-Server's protocol over the embedded text-to-speech engine. */
export function chatterboxTts(
  idleMs: number,
  stateDirectory?: string,
): { handlers: Tts; close: () => Promise<void> } {
  const tts = createTtsEngine({ workerFile: workerFile('tts'), idleTimeout: idleMs });
  const references = createReferences(stateDirectory);

  const speak = (
    text: string,
    speed: number,
    signal: AbortSignal,
    voice?: string,
    reference?: string,
  ): Promise<Reply<never>> =>
    engine(async () => {
      const recording = reference === undefined ? undefined : await references.read(reference);
      const { pcm } = await tts.speak({
        text,
        speed,
        signal,
        ...(voice && { voice }),
        ...(recording && { reference: recording }),
      });
      return bytes(encodeWav(pcm), 'audio/wav', { headers: recording ? MATCHED : PREDEFINED });
    });

  const handlers: Tts = {
    ttsHealth: () =>
      json({
        status: 'ok',
        engine: 'embedded-flite',
        predefined_voices: tts
          .voices()
          .map(({ id, name }) => ({ filename: id, display_name: name })),
      }),
    ttsReferences: async () => json(await references.list()),
    ttsUpload: async ({ form }) => json(await storeReferences(form(), references)),
    ttsForget: async ({ params }) => {
      await references.remove(params.name);
      return json({ status: 'deleted' });
    },
    tts: ({ body, signal }: Call<(typeof embedded)['tts']>) => {
      const reference =
        body.voice_mode === 'clone' ? (body.reference_audio_filename ?? '') : undefined;
      return speak(
        body.text,
        body.speed_factor,
        signal,
        body.predefined_voice_id ?? undefined,
        reference,
      );
    },
    speech: async ({ body, signal }: Call<(typeof embedded)['speech']>) => {
      const known = tts.voices().some(({ id, name }) => [id, name].includes(body.voice ?? id));
      return speak(
        body.input,
        body.speed,
        signal,
        known ? body.voice : undefined,
        known ? undefined : body.voice,
      );
    },
  };
  const close = async (): Promise<void> => {
    await Promise.all([tts.close(), references.close()]);
  };
  return { handlers, close };
}

/** Stores all files that can be references. @throws {ApiError} 400 when none can. */
async function storeReferences(
  items: AsyncGenerator<FormItem>,
  references: References,
): Promise<object> {
  const stored: string[] = [];
  const errors: { filename: string; error: string }[] = [];
  for await (const part of items) {
    if (part.kind !== 'file') continue;
    try {
      stored.push(await references.add(part.filename, part.stream));
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 400) throw error;
      errors.push({ filename: part.filename, error: error.message });
    }
  }
  if (stored.length === 0)
    throw new ApiError(
      400,
      'bad_reference',
      errors.map(({ error }) => error).join('; ') || 'no file',
    );
  return {
    message: `${stored.length} stored`,
    uploaded_files: stored,
    all_reference_files: await references.list(),
    errors,
  };
}
