import { describe, expect, it } from 'vitest';
import { injectProfile } from './inject-profile.ts';

const inject = (text: string, profile: Record<string, unknown>): unknown =>
  JSON.parse(injectProfile(text, JSON.parse(text) as Record<string, unknown>, profile));

describe('injectProfile', () => {
  it('fills gaps only, an explicit null is no gap', () => {
    const values = { temperature: 0.2, top_k: 40, max_tokens: 100, runtime_ctx_size: 4096 };
    expect(inject('{"temperature":null,"messages":[]}', values)).toEqual({
      temperature: null,
      top_k: 40,
      max_tokens: 100,
      messages: [],
    });
  });

  it('does not add max_tokens beside max_completion_tokens', () => {
    expect(inject('{"max_completion_tokens":5}', { max_tokens: 9 })).toEqual({
      max_completion_tokens: 5,
    });
  });

  it.each([
    ['no message', '{}', [{ role: 'system', content: 'Reasoning: low\n\nBe brief.' }]],
    [
      'a user message',
      '{"messages":[{"role":"user","content":"x"}]}',
      [
        { role: 'system', content: 'Reasoning: low\n\nBe brief.' },
        { role: 'user', content: 'x' },
      ],
    ],
    [
      'a system message',
      '{"messages":[{"role":"system","content":"S"}]}',
      [{ role: 'system', content: 'Reasoning: low\n\nS' }],
    ],
    [
      'a developer message',
      '{"messages":[{"role":"developer","content":""}]}',
      [{ role: 'developer', content: 'Reasoning: low' }],
    ],
    [
      'a reasoning line',
      '{"messages":[{"role":"system","content":"a\\nreasoning:  HIGH"}]}',
      [{ role: 'system', content: 'a\nreasoning:  HIGH' }],
    ],
    [
      'content parts',
      '{"messages":[{"role":"system","content":[]}]}',
      [{ role: 'system', content: [] }],
    ],
  ])('with %s puts prompt and effort in their place', (_name, text, messages) => {
    expect(inject(text, { system_prompt: 'Be brief.', reasoning_effort: 'low' })).toEqual({
      messages,
    });
  });

  it('keeps a 64-bit seed', () => {
    expect(injectProfile('{"seed":12345678901234567890}', { seed: 0 }, { top_p: 0.5 })).toContain(
      '12345678901234567890',
    );
  });
});
