import { Readable } from 'node:stream';
import type { AudioEngine } from '../../lib/engines/audio/engine.ts';
import type { Segment } from '../../lib/engines/stt/segment.ts';
import { assertEnglish } from '../../lib/engines/stt/assert-english.ts';
import type { SttEngine } from '../../lib/engines/stt/engine.ts';
import type { Handlers } from '../../lib/http/call.ts';
import { events, json } from '../../lib/http/reply.ts';
import type { embedded } from '../../lib/routes/embedded.ts';
import { begun } from '../../lib/streams/begun.ts';
import { engine, engineError } from './engine-error.ts';
import { readUpload, type Upload } from './upload.ts';

type Stt = Pick<
  Handlers<typeof embedded>,
  'sttHealth' | 'transcribe' | 'detectLanguage' | 'sttStream'
>;

/** The whisper backend's protocol over the embedded speech-to-text engine. */
export const whisperStt = (stt: SttEngine, audio: AudioEngine): Stt => ({
  sttHealth: () => {
    const lack = lackOf(stt);
    const health = { model_loaded: lack === null, model: 'embedded-pocketsphinx-en-us' };
    if (lack === null) return json({ status: 'ok', ...health });
    return json({ status: 'unavailable', ...health, detail: lack.message }, { status: 503 });
  },

  transcribe: ({ form, signal }) =>
    engine(async () => {
      stt.check();
      const upload = await readUpload(form());
      try {
        const listening = { signal, language: languageOf(upload.values()) };
        const heard = await stt.transcribe(audio.speech(upload.file, { signal }), listening);
        const fields = await upload.rest();
        assertEnglish(languageOf(fields));
        const timed = fields['word_timestamps'] !== false;
        return json({
          text: heard.text,
          language: languageOf(fields) ? 'en' : heard.language,
          language_probability: heard.languageProbability,
          duration: heard.duration,
          segments: heard.segments.map((segment) => wire(segment, timed)),
        });
      } finally {
        await upload.close();
      }
    }),

  detectLanguage: ({ form, signal }) =>
    engine(async () => {
      stt.check();
      const upload = await readUpload(form());
      try {
        const heard = await stt.detectLanguage(audio.speech(upload.file, { signal }), signal);
        return json({
          detected_language: heard.language,
          probability: heard.probability,
          all_languages: heard.language === 'en' ? [{ code: 'en', name: 'en' }] : [],
        });
      } finally {
        await upload.close();
      }
    }),

  sttStream: ({ form, signal }) =>
    engine(async () => {
      stt.check();
      const upload = await readUpload(form());
      const language = languageOf(upload.values());
      const listening = stt.listen(audio.speech(upload.file, { signal }), { signal, language });
      // Bad audio shows before the first segment: then the answer is an error and no stream.
      const segments = await begun(listening).catch(async (error: unknown) => {
        await upload.close();
        throw error;
      });
      return events(Readable.from(frames(segments, upload), { objectMode: false }), 'event');
    }),
});

const languageOf = (fields: Readonly<Record<string, unknown>>): string | undefined =>
  fields['language'] as string | undefined;

function lackOf(stt: SttEngine): Error | null {
  try {
    stt.check();
    return null;
  } catch (error) {
    return error as Error;
  }
}

async function* frames(segments: AsyncGenerator<Segment>, upload: Upload): AsyncGenerator<string> {
  try {
    for await (const segment of segments)
      yield `event: segment\r\ndata: ${JSON.stringify(wire(segment, true))}\r\n\r\n`;
    // A language that came behind the file.
    assertEnglish(languageOf(await upload.rest()));
    yield 'event: done\r\ndata: {}\r\n\r\n';
  } catch (thrown) {
    throw engineError(thrown);
  } finally {
    await upload.close();
  }
}

/** Whisper's words keep the space in front of them. */
const wire = ({ id, text, start, end, words }: Segment, timed: boolean): object => ({
  id,
  text,
  start,
  end,
  words: timed ? words.map((word) => ({ ...word, word: ` ${word.word}` })) : null,
});
