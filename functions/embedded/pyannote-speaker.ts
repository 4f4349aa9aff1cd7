import type { AudioEngine } from '../../lib/engines/audio/engine.ts';
import type { SpeakersEngine } from '../../lib/engines/speakers/engine.ts';
import { ApiError } from '../../lib/errors.ts';
import type { Handlers } from '../../lib/http/call.ts';
import type { FormItem } from '../../lib/http/form.ts';
import { json } from '../../lib/http/reply.ts';
import type { embedded } from '../../lib/routes/embedded.ts';
import { engine } from './engine-error.ts';
import { readUpload } from './upload.ts';

type Speakers = Pick<Handlers<typeof embedded>, 'speakerHealth' | 'diarize' | 'verify'>;

/** Longest recording taken, in seconds: it is held as samples, 230 MB an hour. */
const MAX_SECONDS = 2 * 3600;

/** The pyannote backend's protocol over the embedded speaker engine. */
export const pyannoteSpeaker = (speakers: SpeakersEngine, audio: AudioEngine): Speakers => ({
  speakerHealth: () => json({ status: 'ok', model: 'embedded-supervector' }),

  diarize: ({ form, signal }) =>
    engine(async () => {
      const { samples, fields } = await readSpeech(form(), audio, signal);
      const { num_speakers: exact, min_speakers: min, max_speakers: max } = fields;
      const { numSpeakers, segments, duration } = await speakers.diarize(samples, {
        numSpeakers: exact,
        minSpeakers: min,
        maxSpeakers: max,
        signal,
      });
      return json({ num_speakers: numSpeakers, segments, duration });
    }),

  verify: ({ form, signal }) =>
    engine(async () => {
      const samples = new Map<string, Float32Array>();
      for await (const part of form()) {
        if (part.kind !== 'file') continue;
        const speech = audio.speech(part.stream, { signal, maxSeconds: MAX_SECONDS });
        samples.set(part.name, await engine(() => hold(speech), part.name));
      }
      const [first, second] = [samples.get('file1'), samples.get('file2')];
      if (!first || !second)
        throw new ApiError(422, 'invalid_request', 'file1 and file2 are needed');
      const { isSameSpeaker, similarity, threshold } = await speakers.verify(first, second, {
        signal,
      });
      return json({ is_same_speaker: isSameSpeaker, similarity_score: similarity, threshold });
    }),
});

interface SpeechForm {
  readonly samples: Float32Array;
  readonly fields: Readonly<Record<string, number | undefined>>;
}

async function readSpeech(
  items: AsyncGenerator<FormItem>,
  audio: AudioEngine,
  signal: AbortSignal,
): Promise<SpeechForm> {
  const upload = await readUpload(items);
  try {
    const samples = await hold(audio.speech(upload.file, { signal, maxSeconds: MAX_SECONDS }));
    return { samples, fields: (await upload.rest()) as SpeechForm['fields'] };
  } finally {
    await upload.close();
  }
}

async function hold(chunks: AsyncIterable<Float32Array>): Promise<Float32Array> {
  const parts: Float32Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    length += chunk.length;
  }
  const whole = new Float32Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
