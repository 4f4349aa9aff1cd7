import { expect, it } from 'vitest';
import { afterBody, fakeBackend } from '../support/fake-backend.ts';
import { withBackends } from '../support/with-backends.ts';

const TURNS = [
  { start: 0, end: 1.5, speaker: 'SPEAKER_00' },
  { start: 1.5, end: 3, speaker: 'SPEAKER_01' },
];

async function speakers(answer: unknown) {
  const fake = await fakeBackend(afterBody(200, answer));
  const fn = await withBackends('speakers', {
    'pyannote-speaker': { url: fake.url, type: 'openai-diarization', options: { model: 'm' } },
  });
  const post = async (path: string, files: string[], fields: Record<string, string> = {}) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    for (const name of files) form.append(name, new Blob(['RIFF….']), 'a.wav');
    return fetch(`${fn.url}${path}`, { method: 'POST', body: form });
  };
  return { fake, post };
}

it('asks a server with OpenAI-like diarization and answers in our shape', async () => {
  const { fake, post } = await speakers({ duration: 3.2, segments: TURNS });
  const answer = await post('/speakers/diarize', ['file'], { num_speakers: '2' });
  expect(await answer.json()).toEqual({ num_speakers: 2, segments: TURNS, duration: 3.2 });
  expect(fake.seen[0]!.url).toBe('/v1/audio/diarization');
  for (const [name, value] of [
    ['model', 'm'],
    ['response_format', 'json'],
    ['num_speakers', '2'],
  ])
    expect(fake.seen[0]!.body).toContain(`name="${name}"\r\n\r\n${value}\r\n`);
});

it('takes an answer without segments for a fault', async () => {
  const { post } = await speakers({ text: 'x' });
  expect((await post('/speakers/diarize', ['file'])).status).toBe(502);
});

it('says that it cannot verify, without asking the server', async () => {
  const { fake, post } = await speakers({});
  const answer = await post('/speakers/verify', ['file1', 'file2']);
  expect(answer.status).toBe(503);
  expect(await answer.json()).toHaveProperty('error.code', 'backend_cannot');
  expect(fake.seen).toEqual([]);
});
