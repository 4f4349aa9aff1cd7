import { expect, it } from 'vitest';
import { ChatRequest, EmbeddingsRequest } from '../schemas/llm.ts';
import { InterpolateRequest } from '../schemas/tts.ts';
import { invalid } from './validation.ts';

const many = Array.from({ length: 1_000_000 }, () => 1);

it.each([
  ['messages of a chat', ChatRequest, { messages: many }],
  ['texts to embed', EmbeddingsRequest, { input: [many] }],
  ['voices to blend', InterpolateRequest, { text: 'x', voices: many }],
])('a million wrong %s are one short error, at once', (_name, schema, body) => {
  const started = performance.now();
  const { error } = schema.safeParse(body);
  const answer = invalid(error!.issues, 'body', 422, body);
  expect(answer.message.length).toBeLessThan(3000);
  expect(JSON.stringify(answer.options).length).toBeLessThan(20_000);
  expect(performance.now() - started).toBeLessThan(1000);
});

it('the first twenty of many faults are told', () => {
  const { error } = ChatRequest.safeParse({ messages: Array.from({ length: 9000 }, () => 1) });
  const answer = invalid(error!.issues, 'body', 422);
  expect(answer.options.rows).toHaveLength(20);
  expect(answer.message.length).toBeLessThan(3000);
});
