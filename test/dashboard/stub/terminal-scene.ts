import type { Answer } from './stub.ts';

const LINES = [
  [
    'INFO',
    'llm',
    'POST /v1/chat/completions 200 in 1.84 s, first byte 0.31 s, model Qwen3-8B-Q4_K_M',
  ],
  ['INFO', 'tts', 'POST /tts/stream 200 in 2.02 s, voice Anna'],
  ['DEBUG', 'lib.backends', 'chatterbox-tts: connection 3 reused'],
  ['INFO', 'stt', 'POST /stt/transcribe 200 in 4.13 s, 61.2 s of audio'],
  ['WARNING', 'lib.backends', 'deepfilter-audio: connect ECONNREFUSED, try 2 of 3'],
  [
    'ERROR',
    'audio',
    'POST /audio/denoise 503 backend_unavailable: deepfilter-audio cannot be reached',
  ],
  ['WARNING', 'lib.backends', 'deepfilter-audio: breaker open for 30 s after 5 failures'],
  ['INFO', 'lib.models', 'gpt-oss-20b-mxfp4 loaded in 21.4 s, 2 requests were waiting'],
  ['INFO', 'voices', 'GET /voices 200 in 6 ms'],
] as const;

export const lineAt = (at: number, start: number): object => {
  const [level, source, message] = LINES[at % LINES.length] as (typeof LINES)[number];
  return {
    ts: new Date(start + at * 1370).toISOString(),
    level,
    source,
    message,
    instance: `synapse-${source.startsWith('lib') ? 'llm' : source}-7f9c`,
  };
};

export const frame = (event: string, data: object, id?: number): string =>
  `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

/** Lines of functions belong to a request, those of what they share mostly not. */
const requestOf = (at: number): object =>
  LINES[at % LINES.length]![1].startsWith('lib')
    ? {}
    : {
        request_id: `${(at * 2_654_435_761).toString(16).padStart(8, '7').slice(-8)}-0000-4000-8000`,
      };

/** The feed: its facts, sixty lines and a gap, then it stays open. */
export const terminalAnswer =
  (now: number): Answer =>
  (_, res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
    res.write('retry: 1000\n\n');
    res.write(frame('meta', { instance: 'attic-1', mode: 'live', bus_mode: 'local' }));
    const start = now - 60 * 1370;
    for (let at = 0; at < 60; at++) {
      if (at === 43) res.write(frame('dropped', { count: 128, reason: 'slow' }));
      res.write(frame('log', { ...lineAt(at, start), ...requestOf(at) }, at + 1));
    }
  };
