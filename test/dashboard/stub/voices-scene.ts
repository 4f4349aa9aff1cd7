import { answerJson, type Answer } from './stub.ts';
import { speech } from './sound.ts';

const voice = (id: string, name: string, since: string, count: number): object => ({
  voice_id: id,
  name,
  created_at: `${since}T10:12:00.000000+00:00`,
  references_count: count,
  references: Array.from({ length: count }, (_, index) => `ref_00${index + 1}.wav`),
});

export const ANNA = '3f1c9b52-8a0e-4d27-9a61-5f0a7be5c1d4';

const LIST = [
  voice(ANNA, 'Anna', '2026-10-02', 2),
  voice('8c2d7e10-1b5f-4e33-8d57-0c5a4e7f9b21', 'Grandfather, 1994 tape', '2026-10-19', 1),
  voice('b7e4a6c9-44f1-4c0d-b2a8-6d1e3f5a7c80', 'News reader', '2026-11-03', 3),
];

const file = (name: string, seconds: number): object => ({
  name,
  bytes: Math.round(seconds * 88_200) + 44,
  sha256: '0'.repeat(64),
  duration_seconds: seconds,
  sample_rate: 44_100,
  channels: 1,
});

const wav: Answer = (_, res) => {
  res.writeHead(200, { 'content-type': 'audio/wav' });
  res.end(speech(3));
};

export const voiceAnswers = (): Record<string, Answer> => ({
  'GET /voices': answerJson(LIST),
  [`GET /voices/${ANNA}`]: answerJson({
    ...LIST[0],
    duration_seconds: 19.6,
    files: [file('ref_001.wav', 11.2), file('ref_002.wav', 8.4)],
  }),
  [`GET /voices/${ANNA}/references/ref_001.wav`]: wav,
  [`GET /voices/${ANNA}/references/ref_002.wav`]: wav,
  [`PATCH /voices/${ANNA}`]: answerJson(LIST[0]),
  [`DELETE /voices/${ANNA}`]: answerJson({ status: 'deleted', voice_id: ANNA }),
  [`POST /voices/${ANNA}/references`]: answerJson(LIST[0]),
  'POST /voices': answerJson(LIST[0], 201),
  'POST /tts/synthesize': wav,
});
