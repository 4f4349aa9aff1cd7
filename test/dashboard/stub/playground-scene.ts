import { setTimeout as sleep } from 'node:timers/promises';
import { languages } from './languages.ts';
import { speech } from './sound.ts';
import { answerJson, type Answer } from './stub.ts';

const REPLY =
  'A circuit breaker stops asking a backend that has failed again and again. After a while it lets one request through: if that one is answered, the others may follow.';

const data = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`;

/** A completion, word by word. */
const chat: Answer = async (_, res) => {
  await sleep(90);
  res.writeHead(200, {
    'content-type': 'text/event-stream',
    'x-request-id': '5d0f8a51-37c2-4b9e-8f6d-0c1e2a3b4c5d',
    'x-synapse-model': 'Qwen3-8B-Q4_K_M',
    'x-synapse-model-reason': 'policy-general',
    'x-synapse-queue-ms': '40',
    'x-synapse-load-ms': '0',
  });
  res.write(': loading Qwen3-8B-Q4_K_M\n\n');
  await sleep(60);
  for (const word of REPLY.split(/(?<= )/)) {
    if (res.destroyed) return;
    res.write(data({ choices: [{ index: 0, delta: { content: word } }] }));
    await sleep(4);
  }
  res.write(data({ choices: [], usage: { completion_tokens: 41 } }));
  res.end('data: [DONE]\n\n');
};

/** Speech in pieces, as a stream of sentences comes. */
const speak: Answer = async (_, res) => {
  const bytes = speech(4);
  res.writeHead(200, { 'content-type': 'audio/wav', 'x-synapse-voice': 'default' });
  for (let at = 0; at < bytes.length; at += 48_000) {
    if (res.destroyed) return;
    res.write(bytes.subarray(at, at + 48_000));
    await sleep(15);
  }
  res.end();
};

const WORDS =
  'The nurse said that the night train would be late again so we waited in the station cafe'.split(
    ' ',
  );

const word = (text: string, index: number): object => ({
  word: ` ${text}`,
  start: 0.2 + index * 0.42,
  end: 0.2 + index * 0.42 + 0.36,
  probability: index % 7 === 5 ? 0.31 : 0.93,
});

export const playgroundAnswers = (): Record<string, Answer> => ({
  'GET /tts/languages': answerJson(languages),
  'POST /v1/chat/completions': chat,
  'POST /tts/stream': speak,
  'POST /stt/transcribe': answerJson({
    text: WORDS.join(' '),
    language: 'en',
    language_probability: 0.97,
    duration: 8,
    segments: [
      {
        id: 0,
        text: WORDS.slice(0, 10).join(' '),
        start: 0.2,
        end: 4.4,
        words: WORDS.slice(0, 10).map(word),
      },
      {
        id: 1,
        text: WORDS.slice(10).join(' '),
        start: 4.4,
        end: 7.8,
        words: WORDS.slice(10).map((text, index) => word(text, index + 10)),
      },
    ],
  }),
  'POST /speakers/diarize': answerJson({
    num_speakers: 3,
    duration: 8,
    segments: [
      { speaker: 'SPEAKER_00', start: 0.2, end: 2.3 },
      { speaker: 'SPEAKER_01', start: 2.4, end: 4.1 },
      { speaker: 'SPEAKER_00', start: 4.2, end: 5 },
      { speaker: 'SPEAKER_02', start: 5.1, end: 6.6 },
      { speaker: 'SPEAKER_01', start: 6.7, end: 7.8 },
    ],
  }),
  'POST /speakers/verify': answerJson({
    is_same_speaker: true,
    similarity_score: 0.74,
    threshold: 0.5,
  }),
  'POST /audio/denoise': (_, res) => {
    res.writeHead(200, { 'content-type': 'audio/wav' });
    res.end(speech(8, 48_000));
  },
  'POST /audio/convert': (_, res) => {
    res.writeHead(200, { 'content-type': 'audio/wav' });
    res.end(speech(8, 16_000));
  },
});
