import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readChatRequest } from './chat-request.ts';
import { complete, completionBody } from './completion.ts';
import { fitAnswer } from './fit-answer.ts';
import { chatChunks, chatEvents, type ChatChunk } from './stream.ts';
import { tokenPieces } from './token-pieces.ts';

const messages = [{ role: 'user', text: 'What is it?' }] as const;
const answered = (text: string, more = {}) =>
  complete(text, { model: 'embedded-extractive', messages, ...more });
const read = (events: string[]): ChatChunk[] =>
  events.slice(0, -1).map((event) => JSON.parse(event.replace(/^data: /, '')) as ChatChunk);
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.lorem({ mode: 'sentences', maxCount: 5 }),
  fc.string({ unit: fc.constantFrom('a', ' ', '\n', '\t', '😀', '.') }),
);

describe('the stream', () => {
  it('put together again is the text, whatever it is', () => {
    fc.assert(
      fc.property(anyText, fc.boolean(), (text, includeUsage) => {
        const events = [...chatEvents(answered(text), { includeUsage })];
        expect(events.at(-1)).toBe('data: [DONE]\n\n');
        const chunks = read(events);
        const contents = chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '');
        expect(contents.join('')).toBe(text);
        expect(events.every((event) => /^data: [^\n]*\n\n$/.test(event))).toBe(true);
        expect(chunks.filter((chunk) => chunk.choices[0]?.finish_reason)).toHaveLength(1);
      }),
    );
  });

  it('begins with the role, goes on by words and ends with the reason', () => {
    const chunks = [...chatChunks(answered('Two words.'))];
    expect(chunks.map((chunk) => chunk.choices[0]!.delta)).toEqual([
      { role: 'assistant', content: '' },
      { content: 'Two' },
      { content: ' words.' },
      {},
    ]);
    expect(chunks.at(-1)!.choices[0]!.finish_reason).toBe('stop');
    expect(chunks.some((chunk) => 'usage' in chunk)).toBe(false);
    expect(new Set(chunks.map((chunk) => chunk.id)).size).toBe(1);
  });

  it('ends with the usage where it was asked for', () => {
    const chunks = [
      ...chatChunks(answered('Two words.', { milliseconds: 5 }), { includeUsage: true }),
    ];
    expect(chunks.slice(0, -1).every((chunk) => chunk.usage === null)).toBe(true);
    expect(chunks.at(-1)).toMatchObject({
      choices: [],
      usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
      timings: { prompt_n: 3, predicted_n: 2 },
    });
  });
});

describe('the limits', () => {
  it('count pieces that together are the text', () => {
    fc.assert(
      fc.property(anyText, fc.nat(12), (text, maxTokens) => {
        expect(tokenPieces(text).join('')).toBe(text);
        const fitted = fitAnswer(text, { maxTokens });
        expect(text.startsWith(fitted.text)).toBe(true);
        expect(fitted.tokens).toBeLessThanOrEqual(maxTokens);
        expect(fitted.finishReason).toBe(fitted.text === text ? 'stop' : 'length');
      }),
    );
  });

  it.each([
    ['one two three', { maxTokens: 2 }, 'one two', 'length'],
    ['one two three', { maxTokens: 3 }, 'one two three', 'stop'],
    ['one two three', { stop: ['tw', 'one two t'] }, '', 'stop'],
    ['one two three', { stop: ['two'] }, 'one ', 'stop'],
    ['one two three', { stop: ['', 'four'] }, 'one two three', 'stop'],
    ['one two three', { stop: ['three'], maxTokens: 1 }, 'one', 'length'],
  ])('make of %j with %j %j', (text, limits, expected, reason) => {
    expect(fitAnswer(text, limits)).toMatchObject({ text: expected, finishReason: reason });
  });
});

describe('the whole answer', () => {
  it('has the shape of a chat completion', () => {
    expect(completionBody(answered('Yes.', { now: 5000 }))).toMatchObject({
      object: 'chat.completion',
      created: 5,
      choices: [
        { index: 0, message: { role: 'assistant', content: 'Yes.' }, finish_reason: 'stop' },
      ],
      usage: { total_tokens: 4 },
    });
  });
});

describe('reading a request', () => {
  it('takes text and parts, and ignores tools', () => {
    const query = readChatRequest({
      model: 'm',
      messages: [
        { role: 'system', content: 'Be brief.' },
        {
          role: 'user',
          content: [{ type: 'text', text: 'One' }, { type: 'image_url', image_url: {} }, 'two'],
        },
        { role: 'assistant', content: null, tool_calls: [] },
      ],
      tools: [{ type: 'function' }],
      tool_choice: 'auto',
      stream: true,
      stream_options: { include_usage: true },
      max_tokens: 5,
      max_completion_tokens: 9,
      stop: 'END',
      n: 1,
    });
    expect(query).toEqual({
      model: 'm',
      messages: [
        { role: 'system', text: 'Be brief.' },
        { role: 'user', text: 'One\ntwo' },
        { role: 'assistant', text: '' },
      ],
      stream: true,
      includeUsage: true,
      maxTokens: 9,
      stop: ['END'],
    });
    expect(
      readChatRequest({ messages: [{ role: 'user', content: '' }], max_tokens: -1 }).maxTokens,
    ).toBeUndefined();
  });

  it.each([
    [{}, 'messages', 'messages: must be a list of messages'],
    [{ messages: [] }, 'messages', 'messages: must not be empty'],
    [{ messages: [{ content: 'a' }] }, 'messages.0.role', 'must be system'],
    [
      { messages: [{ role: 'user', content: 3 }] },
      'messages.0.content',
      'must be a string or a list',
    ],
    [{ messages: [{ role: 'user' }], n: 2 }, 'n', 'n: must be 1'],
    [{ messages: [{ role: 'user' }], max_tokens: 0 }, 'max_tokens', 'at least 1'],
    [{ messages: [{ role: 'user' }], max_tokens: 'x' }, 'max_tokens', 'must be an integer'],
    [{ messages: [{ role: 'user' }], stop: 3 }, 'stop', 'must be a string or up to 16'],
    [
      { messages: [{ role: 'user' }], response_format: { type: 'json_object' } },
      'response_format.type',
      'must be "text"',
    ],
    [null, undefined, 'the body'],
  ])('refuses %j and names the field', (body, param, message) => {
    expect(() => readChatRequest(body)).toThrow(
      expect.objectContaining({
        status: 400,
        message: expect.stringContaining(message),
        options: expect.objectContaining({ param }),
      }),
    );
  });
});
