import type { Kind } from './outcome.ts';

/** What one call is made with. */
export interface CallFacts {
  /** Request id, and model where the operation is about one. */
  readonly key: string;
  /** Two voices nobody has used before, where the operation needs them. */
  readonly voices: readonly [string, string];
  /** Bytes of the recording or of the text, where the operation takes as much. */
  readonly bytes: number;
}

/** A public operation and the call to a backend where a fault can hit it. */
export interface Operation {
  readonly title: string;
  readonly fn: 'llm' | 'tts' | 'stt' | 'speakers' | 'audio';
  readonly backend: string;
  /** Path of the call at the backend that the fault strikes. */
  readonly upstream: string;
  readonly kind: Kind;
  /** The fault strikes at the nth of such calls. */
  readonly nth?: number;
  readonly path: (facts: CallFacts) => string;
  /** Left out: it is a GET. */
  readonly body?: (facts: CallFacts) => FormData | object;
  /** Pages ask it all the time: only what fails is logged. */
  readonly quiet?: boolean;
  /** Speaks with a cloned voice. */
  readonly clones?: boolean;
  /** The answer is 200 whatever happens, and tells a failure inside. */
  readonly tells?: boolean;
}

const file = (name: string, bytes: number): [string, Blob, string] => [
  name,
  new Blob([new Uint8Array(bytes)], { type: 'audio/wav' }),
  'a.wav',
];

const upload =
  (...names: string[]) =>
  ({ bytes }: CallFacts): FormData => {
    const form = new FormData();
    for (const name of names) form.append(...file(name, bytes));
    return form;
  };

const chat =
  (stream: boolean) =>
  ({ bytes }: CallFacts): object => ({
    model: 'm',
    stream,
    messages: [{ role: 'user', content: 'confidential '.repeat(Math.ceil(bytes / 13)) }],
  });

const at = (path: string) => () => path;
const router = { fn: 'llm', backend: 'llama-router' } as const;
const whisper = { fn: 'stt', backend: 'whisper-stt' } as const;
const pyannote = { fn: 'speakers', backend: 'pyannote-speaker', kind: 'json' } as const;
const deepfilter = {
  fn: 'audio',
  backend: 'deepfilter-audio',
  kind: 'audio',
} as const;
const chatterbox = { fn: 'tts', backend: 'chatterbox-tts' } as const;

const SENTENCES = 'The first sentence is spoken at once. The second sentence is spoken after it.';

/** Every public operation that calls a backend to do its work, once for each call that can fail. */
export const operations: readonly Operation[] = [
  {
    ...router,
    title: 'POST /v1/chat/completions',
    upstream: '/v1/chat/completions',
    kind: 'json',
    path: at('/v1/chat/completions'),
    body: chat(false),
  },
  {
    ...router,
    title: 'POST /v1/chat/completions, streamed',
    upstream: '/v1/chat/completions',
    kind: 'chat',
    path: at('/v1/chat/completions'),
    body: chat(true),
  },
  {
    ...router,
    title: 'GET /models',
    upstream: '/models',
    kind: 'json',
    path: at('/models'),
    quiet: true,
  },
  {
    ...router,
    title: 'POST /v1/embeddings',
    backend: 'llama-embed',
    upstream: '/v1/embeddings',
    kind: 'json',
    path: at('/v1/embeddings'),
    body: ({ bytes }) => ({ input: 'x'.repeat(bytes) }),
  },
  {
    ...router,
    title: 'POST /models/load',
    upstream: '/models/load',
    kind: 'json',
    path: at('/models/load'),
    body: ({ key }) => ({ model: key }),
  },
  {
    ...router,
    title: 'POST /models/unload',
    upstream: '/models/unload',
    kind: 'json',
    path: at('/models/unload'),
    body: ({ key }) => ({ model: key }),
  },
  {
    ...router,
    title: 'POST /models/{model_id}/profile/apply',
    upstream: '/models/load',
    kind: 'json',
    path: ({ key }) => `/models/${key}/profile/apply`,
    body: () => ({ load_model: true }),
    tells: true,
  },
  {
    ...chatterbox,
    title: 'POST /tts/synthesize',
    upstream: '/tts',
    kind: 'audio',
    path: at('/tts/synthesize'),
    body: () => ({ text: 'confidential' }),
  },
  {
    ...chatterbox,
    title: 'POST /tts/synthesize, cloned voice: its upload',
    upstream: '/upload_reference',
    kind: 'json',
    clones: true,
    path: at('/tts/synthesize'),
    body: ({ voices }) => ({ text: 'confidential', voice_id: voices[0] }),
  },
  {
    ...chatterbox,
    title: 'POST /tts/stream',
    upstream: '/tts',
    kind: 'audio',
    path: at('/tts/stream'),
    body: () => ({ text: 'confidential' }),
  },
  {
    ...chatterbox,
    title: 'POST /tts/stream, second sentence',
    upstream: '/tts',
    kind: 'audio',
    nth: 2,
    path: at('/tts/stream'),
    body: () => ({ text: SENTENCES }),
  },
  {
    ...chatterbox,
    title: 'POST /tts/interpolate',
    upstream: '/tts',
    kind: 'audio',
    path: at('/tts/interpolate'),
    clones: true,
    body: ({ voices }) => ({
      text: 'confidential',
      voices: voices.map((voice_id, i) => ({ voice_id, weight: i ? 0.4 : 0.6 })),
    }),
  },
  {
    ...whisper,
    title: 'POST /stt/transcribe',
    upstream: '/transcribe',
    kind: 'json',
    path: at('/stt/transcribe'),
    body: upload('file'),
  },
  {
    ...whisper,
    title: 'POST /stt/detect-language',
    upstream: '/detect-language',
    kind: 'json',
    path: at('/stt/detect-language'),
    body: upload('file'),
  },
  {
    ...whisper,
    title: 'POST /stt/stream',
    upstream: '/stream',
    kind: 'events',
    path: at('/stt/stream'),
    body: upload('file'),
  },
  {
    ...pyannote,
    title: 'POST /speakers/diarize',
    upstream: '/diarize',
    path: at('/speakers/diarize'),
    body: upload('file'),
  },
  {
    ...pyannote,
    title: 'POST /speakers/verify',
    upstream: '/verify',
    path: at('/speakers/verify'),
    body: upload('file1', 'file2'),
  },
  {
    ...deepfilter,
    title: 'POST /audio/denoise',
    upstream: '/denoise',
    path: at('/audio/denoise'),
    body: upload('file'),
  },
  {
    ...deepfilter,
    title: 'POST /audio/convert',
    upstream: '/convert',
    path: at('/audio/convert'),
    body: upload('file'),
  },
];
