import { expect, it } from 'vitest';
import { postForm, postJson, speech } from './client.ts';

const SAID = 'The children are playing in the garden behind the old house.';
const OTHER = 'The price of crude oil fell sharply on the world market.';

it('what is spoken, heard and embedded means what was said', async () => {
  const heard = (await (
    await postForm('/stt/transcribe', ['file', await speech(SAID), 'a.wav'])
  ).json()) as { text: string };
  const answer = await postJson('/v1/embeddings', { input: [SAID, heard.text, OTHER] });
  const { data } = (await answer.json()) as { data: { embedding: number[] }[] };
  const [said, again, other] = data.map(({ embedding }) => embedding) as [
    number[],
    number[],
    number[],
  ];
  const dot = (a: number[], b: number[]): number =>
    a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  expect(dot(said, again)).toBeGreaterThan(0.6);
  expect(dot(said, again)).toBeGreaterThan(dot(said, other) + 0.3);
});
