import { createLatestRequests } from '../../../lib/overview/latest-requests.ts';
import { RequestMessage } from '../../../lib/overview/read-request.ts';
import { RequestsQuery } from '../../../lib/schemas/dashboard.ts';
import { answerJson, type Answer } from './stub.ts';

type Kind = Partial<RequestMessage> & { readonly every: number };

const CHAT = { function: 'llm', route: '/v1/chat/completions', backend: 'llama-router' };
const DENOISE = { function: 'audio', route: '/audio/denoise', backend: 'deepfilter-audio' };

/** What is asked in the house, each kind every so many seconds. */
const KINDS: readonly Kind[] = [
  {
    ...CHAT,
    every: 7,
    model: 'Qwen3-8B-Q4_K_M',
    first_byte_ms: 310,
    ms: 4820,
    prompt_tokens: 1204,
    tokens: 212,
    tokens_per_second: 47.2,
    instance: 'synapse-llm-00003-deployment-6d5f9c7b8-x2x4z',
  },
  {
    ...CHAT,
    every: 31,
    model: 'gemma-3-12b-it-Q4_K_M',
    first_byte_ms: 9140,
    ms: 21_300,
    prompt_tokens: 388,
    tokens: 341,
    instance: 'synapse-llm-00003-deployment-6d5f9c7b8-x2x4z',
  },
  {
    ...CHAT,
    every: 53,
    model: 'Qwen3-8B-Q4_K_M',
    status: 499,
    code: 'client_gone',
    message: 'the client closed the connection (mid-stream)',
    stage: 'mid-stream',
    first_byte_ms: 290,
    ms: 1730,
    tokens: 61,
    estimated: true,
  },
  {
    function: 'llm',
    route: '/v1/embeddings',
    backend: 'llama-embed',
    every: 19,
    model: 'nomic-embed-text-v1.5',
    first_byte_ms: 41.2,
    ms: 41.2,
  },
  {
    function: 'tts',
    route: '/tts/stream',
    backend: 'chatterbox-tts',
    every: 23,
    first_byte_ms: 284,
    ms: 2310,
  },
  {
    function: 'stt',
    route: '/stt/transcribe',
    backend: 'whisper-stt',
    every: 41,
    first_byte_ms: 4102,
    ms: 4102,
  },
  { function: 'voices', route: '/voices', method: 'GET', every: 61, first_byte_ms: 8.4, ms: 8.4 },
  {
    ...DENOISE,
    every: 127,
    status: 503,
    code: 'backend_unavailable',
    message: 'deepfilter-audio cannot be reached',
    first_byte_ms: 6.1,
    ms: 6.1,
  },
  {
    function: 'tts',
    route: '/tts/synthesize',
    backend: 'chatterbox-tts',
    every: 149,
    status: 422,
    code: 'validation_error',
    message: 'validation failed',
    first_byte_ms: 1.3,
    ms: 1.3,
  },
];

/** Answers as the dashboard function does, from twenty minutes before `now` (epoch ms). */
export function requestsAnswer(now: number): Answer {
  const latest = createLatestRequests(
    (text) => text,
    () => now,
  );
  KINDS.forEach(({ every, ...kind }, index) => {
    for (let ago = index + 1; ago < 1200; ago += every) {
      const id = `${index}${String(ago).padStart(4, '0')}`;
      const message = {
        instance: 'attic-1',
        method: 'POST',
        status: 200,
        at: now - ago * 1000,
        id: `scene-${id}`,
        request_id: `7c${id}e-0000-4000-8000-000000000000`,
        ...kind,
      };
      latest.add(RequestMessage.parse(message), kind.backend);
    }
  });
  return (req, res, body, url) => {
    const query = RequestsQuery.safeParse(Object.fromEntries(url.searchParams));
    const answer = query.success ? latest.find(query.data) : { error: { message: 'bad query' } };
    return answerJson(answer, query.success ? 200 : 400)(req, res, body, url);
  };
}
