import { Readable } from 'node:stream';
import type { AudioEngine } from '../../lib/engines/audio/engine.ts';
import type { Segment } from '../../lib/engines/stt/segment.ts';
import type { SttEngine } from '../../lib/engines/stt/engine.ts';
import type { Handlers } from '../../lib/http/call.ts';
import { events, json } from '../../lib/http/reply.ts';
import type { embedded } from '../../lib/routes/embedded.ts';
import { engine, engineError } from './engine-error.ts';
import { readUpload } from './upload.ts';

type Stt = Pick<
  Handlers<typeof embedded>,
  'sttHealth' | 'transcribe' | 'detectLanguage' | 'sttStream'
>;

/** The whisper backend's protocol over the embedded speech-to-text engine. */
export const whisperStt = (stt: SttEngine, audio: AudioEngine): Stt => ({
  sttHealth: () => json({ status: 'ok', model_loaded: true, model: 'embedded-pocketsphinx-en-us' }),

  transcribe: ({ form, signal }) =>
    engine(async () => {
      stt.check();
      const { file, values } = await readUpload(form(), () => true);
      const listening = { signal, language: values()['language'] as string | undefined };
      const heard = await stt.transcribe(audio.speech(file, { signal }), listening);
      return json({
        text: heard.text,
        language: heard.language,
        language_probability: heard.languageProbability,
        duration: heard.duration,
        segments: heard.segments.map((segment) =>
          wire(segment, values()['word_timestamps'] !== false),
        ),
      });
    }),

  detectLanguage: ({ form, signal }) =>
    engine(async () => {
      stt.check();
      const { file } = await readUpload(form(), () => true);
      const { language, probability } = await stt.detectLanguage(
        audio.speech(file, { signal }),
        signal,
      );
      return json({
        detected_language: language,
        probability,
        all_languages: language === 'en' ? [{ code: 'en', name: 'en' }] : [],
      });
    }),

  sttStream: ({ form, signal }) =>
    engine(async () => {
      stt.check();
      const { file, values } = await readUpload(form(), () => true);
      const segments = stt.listen(audio.speech(file, { signal }), {
        signal,
        language: values()['language'] as string | undefined,
      });
      // Bad audio shows before the first segment: then the answer is an error and no stream.
      const first = await segments.next();
      return events(Readable.from(frames(first, segments), { objectMode: false }), 'event');
    }),
});

async function* frames(
  first: IteratorResult<Segment>,
  rest: AsyncGenerator<Segment>,
): AsyncGenerator<string> {
  try {
    for (let item = first; !item.done; item = await rest.next())
      yield `event: segment\r\ndata: ${JSON.stringify(wire(item.value, true))}\r\n\r\n`;
    yield 'event: done\r\ndata: {}\r\n\r\n';
  } catch (thrown) {
    throw engineError(thrown);
  } finally {
    await rest.return(undefined);
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
