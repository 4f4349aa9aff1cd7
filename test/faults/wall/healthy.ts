import { encodeWav } from '../../../lib/audio/wav.ts';

/** What a healthy backend answers: its content type, and its body in the pieces it comes in. */
export interface HealthyAnswer {
  readonly type: string;
  readonly pieces: readonly Buffer[];
}

const WORDS = 60;

const json = (value: unknown): HealthyAnswer => ({
  type: 'application/json',
  pieces: [Buffer.from(JSON.stringify(value))],
});

const events = (...texts: string[]): HealthyAnswer => ({
  type: 'text/event-stream',
  pieces: texts.map((text) => Buffer.from(text)),
});

const chunk = (delta: object, finish: string | null = null): string =>
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', model: 'm', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;

const chatStream = events(
  ...Array.from({ length: WORDS }, (_, i) => chunk({ content: `wört${i} ` })),
  chunk({}, 'stop'),
  'data: [DONE]\n\n',
);

const chat = json({
  id: 'c',
  object: 'chat.completion',
  choices: [
    {
      index: 0,
      finish_reason: 'stop',
      message: { role: 'assistant', content: 'wört '.repeat(60) },
    },
  ],
  usage: { prompt_tokens: 1, completion_tokens: 60, total_tokens: 61 },
});

const segments = events(
  ...Array.from(
    { length: WORDS },
    (_, id) => `event: segment\r\ndata: ${JSON.stringify({ id, text: `wört${id}` })}\r\n\r\n`,
  ),
  'event: done\r\ndata: {"language":"en"}\r\n\r\n',
);

const wav = encodeWav({
  sampleRate: 16_000,
  channels: [Float32Array.from({ length: 8000 }, (_, i) => 0.3 * Math.sin(i / 9))],
});
const audio: HealthyAnswer = {
  type: 'audio/wav',
  pieces: Array.from({ length: WORDS }, (_, i) =>
    wav.subarray(Math.round((i * wav.length) / WORDS), Math.round(((i + 1) * wav.length) / WORDS)),
  ),
};

const BY_PATH: Readonly<Record<string, HealthyAnswer>> = {
  '/v1/embeddings': json({
    object: 'list',
    data: [{ object: 'embedding', index: 0, embedding: [0.5, -0.25] }],
    model: 'wört',
    usage: { prompt_tokens: 2, total_tokens: 2 },
  }),
  '/models': json({
    object: 'list',
    data: [{ id: 'm', object: 'model', status: { value: 'loaded' } }],
    note: 'wört',
  }),
  '/models/load': json({ success: true, note: 'wört' }),
  '/models/unload': json({ success: true, note: 'wört' }),
  '/transcribe': json({
    text: 'wört',
    language: 'en',
    language_probability: 1,
    duration: 1,
    segments: [],
  }),
  '/detect-language': json({
    detected_language: 'en',
    probability: 1,
    all_languages: [],
    note: 'wört',
  }),
  '/diarize': json({ num_speakers: 1, segments: [], duration: 1, note: 'wört' }),
  '/verify': json({ is_same_speaker: true, similarity_score: 1, threshold: 0.5, note: 'wört' }),
  '/stream': segments,
  '/tts': audio,
  '/denoise': audio,
  '/convert': audio,
};

/** The healthy answer to a request of a backend's own protocol. */
export function healthyAnswer(path: string, body: string): HealthyAnswer {
  if (path === '/v1/chat/completions') return /"stream":\s*true/.test(body) ? chatStream : chat;
  if (path === '/upload_reference') {
    const name = /filename="([^"]+)"/.exec(body)?.[1] ?? 'none.wav';
    return json({ uploaded_files: [name], message: 'wört' });
  }
  return BY_PATH[path] ?? json({});
}
