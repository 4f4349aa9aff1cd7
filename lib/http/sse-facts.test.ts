import { describe, expect, it } from 'vitest';
import { createSseFacts } from './sse-facts.ts';

const chunk = (value: object): string => `data: ${JSON.stringify(value)}\n\n`;
const delta = (fields: object): string => chunk({ choices: [{ delta: fields }] });
const role = delta({ role: 'assistant', content: '' });

function learn(...events: string[]) {
  const facts = createSseFacts('openai');
  for (const event of events) facts.take(Buffer.from(event));
  return facts;
}

describe('facts of a chat stream', () => {
  it('the first token is the first that says something', () => {
    expect(learn(role, ': ping\n\n').firstAt()).toBeNull();
    for (const said of [
      { content: 'a' },
      { reasoning_content: 'hm' },
      { tool_calls: [{ index: 0 }] },
    ])
      expect(learn(role, delta(said)).firstAt()).not.toBeNull();
  });

  it.each([
    ['usage', { choices: [], usage: { prompt_tokens: 3, completion_tokens: 2 } }],
    ['timings of llama.cpp', { choices: [], timings: { prompt_n: 1, cache_n: 2, predicted_n: 2 } }],
  ])('reads %s', (_name, last) => {
    const facts = learn(role, delta({ content: 'a "usage": {' }), chunk(last), 'data: [DONE]\n\n');
    expect(facts.usage()).toEqual({ prompt_tokens: 3, completion_tokens: 2 });
  });

  it('counts what came of a stream that broke', () => {
    const facts = learn(role, delta({ content: 'a' }), delta({ content: 'b' }));
    expect(facts.usage()).toEqual({ completion_tokens: 2, estimated: true });
  });

  it.each<[string, boolean, string[]]>([
    ['[DONE]', true, [delta({ content: 'a' }), 'data: [DONE]\n\n']],
    ['a finish reason', true, [role, chunk({ choices: [{ delta: {}, finish_reason: 'stop' }] })]],
    ['an error of its own', true, [role, chunk({ error: { message: 'x' } })]],
    ['what is no chat', true, ['data: 1\n\n']],
    ['half an answer', false, [role, delta({ content: 'a' })]],
    ['quoted words', false, [delta({ content: 'data: [DONE]\n\n"finish_reason":"stop"' })]],
    ['an error that is none', false, [chunk({ error: null, choices: [{ delta: { role: 'a' } }] })]],
    ['nothing', false, []],
  ])('a stream that ends with %s is whole: %s', (_name, whole, events) => {
    expect(learn(...events).verdict() === null).toBe(whole);
  });

  it.each<[string, unknown, number, string]>([
    ['with words', { message: 'no\nröom', type: 'server_error' }, 502, ': no röom'],
    ['of the client', { code: 400, message: 'the context is full' }, 400, ': the context is full'],
    ['of one word', 'oom', 502, ': oom'],
    ['with a secret', { message: 'password=hunter2' }, 502, ': password=[REDACTED]'],
    ['of another shape', { message: 7, code: 'x' }, 502, ''],
  ])('knows an error %s that the backend tells', (_name, error, status, said) => {
    const facts = learn(role, delta({ content: 'a' }), chunk({ error }), 'data: [DONE]\n\n');
    expect(facts.told()).toMatchObject({
      status,
      code: 'backend_error',
      message: `the backend ended its stream with an error${said}`,
    });
    expect(learn(role, 'data: [DONE]\n\n').told()).toBeNull();
  });

  it.each(['data: null\n\n', 'data: {"choices":[null,1,{"delta":7}]}\n\n', 'data: {"x\n\n', 'é\n'])(
    'survives %j',
    (event) => {
      learn(event, event).usage();
    },
  );
});

it('a stream of named events is whole with its last one, or an error', () => {
  const ends = (text: string, last?: string): boolean => {
    const facts = createSseFacts('event', last);
    facts.take(Buffer.from(text));
    expect(facts.told() !== null).toBe(last !== undefined && text.startsWith('event: error'));
    return facts.verdict() === null;
  };
  expect(ends('event: segment\r\ndata: {}\r\n\r\n', 'done')).toBe(false);
  expect(ends('event: segment\r\ndata: {}\r\n\r\nevent: done\r\ndata: {}\r\n\r\n', 'done')).toBe(
    true,
  );
  expect(ends('event: error\ndata: {}\n\n', 'done')).toBe(true);
  expect(ends('event: line\ndata: {}\n\n')).toBe(true);
});
