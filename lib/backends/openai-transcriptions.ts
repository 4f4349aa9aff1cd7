import { PassThrough, pipeline, type Readable } from 'node:stream';
import { ApiError } from '../errors.ts';
import { readJson } from './answer.ts';
import type { Backend, BackendAnswer } from './client.ts';
import { readLanguages, readSegments, readTranscript } from './openai-transcript.ts';
import { postForm, type CallContext, type Upload } from './post-form.ts';
import { readEvents } from './read-events.ts';
import type { SttBackend, SttFields } from './stt-protocol.ts';

const LABEL = 'STT backend error';
const LIMIT = 64 * 1024 * 1024;

type Json = Readonly<Record<string, unknown>>;

/**
 * Servers with OpenAI's `/v1/audio/transcriptions` (speaches, whisper.cpp, LocalAI, vLLM) behind our speech-to-text.
 * Options of the backend: `model` (whisper-1) and `path`.
 */
export function createOpenAiTranscriptions(backend: Backend): SttBackend {
  const { model = 'whisper-1', path = '/v1/audio/transcriptions' } = backend.config.options as {
    model?: string;
    path?: string;
  };
  const base = { model, response_format: 'verbose_json' };
  const language = (values: Json): { language?: string } =>
    typeof values['language'] === 'string' ? { language: values['language'] } : {};
  const fields: SttFields = {
    transcribe: (values) => ({
      ...base,
      ...language(values),
      'timestamp_granularities[]':
        values['word_timestamps'] === true ? ['segment', 'word'] : ['segment'],
    }),
    detectLanguage: () => base,
    stream: (values) => ({
      ...base,
      ...language(values),
      'timestamp_granularities[]': ['segment', 'word'],
      stream: 'true',
    }),
  };
  const post = (upload: Upload, context: CallContext): Promise<BackendAnswer> =>
    postForm(backend, path, upload, LABEL, context);

  return {
    fields,
    transcribe: async (upload, context, values) => {
      const answer = await readObject(await post(upload, context));
      const wanted = values();
      return JSON.stringify(
        readTranscript(answer, {
          words: wanted['word_timestamps'] === true,
          language: language(wanted).language,
        }),
      );
    },

    // The protocol has no question for the language alone, so the whole recording is heard.
    detectLanguage: async (upload, context) => {
      const answer = await readObject(await post(upload, context));
      const { language: found, language_probability: probability } = readTranscript(answer, {
        words: false,
      });
      return JSON.stringify({
        detected_language: found,
        probability,
        all_languages: readLanguages(answer, found),
      });
    },

    stream: async (upload, context) => {
      const answer = await post(upload, context);
      const body = new PassThrough();
      const type = String(answer.headers['content-type']);
      const done = (): void => {};
      // A pipeline, so that a reader who leaves reaches the backend while it is silent.
      if (type.startsWith('text/event-stream')) pipeline(answer.body, fromEvents, body, done);
      else pipeline(fromWhole(await readObject(answer)), body, done);
      return { status: 200, headers: { 'content-type': 'text/event-stream' }, body };
    },
  };
}

async function readObject(answer: BackendAnswer): Promise<Json> {
  const value = await readJson(answer, LIMIT);
  const { text, segments } = (value ?? {}) as Json;
  if (typeof text === 'string' || Array.isArray(segments)) return value as Json;
  throw new ApiError(502, 'backend_bad_answer', `${LABEL}: the answer is not a transcript`);
}

const wordsOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const event = (name: string, data: unknown): string =>
  `event: ${name}\r\ndata: ${JSON.stringify(data)}\r\n\r\n`;

/** A server that does not stream answers at the end; its segments are told then. */
function* fromWhole(answer: Json): Generator<string> {
  for (const segment of readSegments(answer, true)) yield event('segment', segment);
  yield event('done', {});
}

/**
 * Segments as they come: `verbose_json` by segment (speaches), or OpenAI's `transcript.text.segment`. Where there are
 * only pieces of text, without times, the whole is one segment at the end.
 */
async function* fromEvents(source: Readable): AsyncGenerator<string> {
  let count = 0;
  let pieces = '';
  for await (const data of readEvents(source)) {
    const said = data as Json;
    if (said['error'] !== undefined)
      throw new ApiError(502, 'backend_error', `${LABEL}: it broke off the transcript`);
    const type = said['type'];
    if (type === 'transcript.text.delta') pieces += wordsOf(said['delta']);
    else if (type === 'transcript.text.done') pieces = wordsOf(said['text']) || pieces;
    else {
      const one = type === 'transcript.text.segment' ? { segments: [said] } : said;
      for (const segment of readSegments(one, true, count)) {
        count++;
        yield event('segment', segment);
      }
    }
  }
  if (count === 0 && pieces) {
    for (const segment of readSegments({ text: pieces }, true)) yield event('segment', segment);
  }
  yield event('done', {});
}
