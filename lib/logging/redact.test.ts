import { describe, expect, it } from 'vitest';
import { createRedactor, parsePatterns } from './redact.ts';

const redact = createRedactor();

describe('createRedactor', () => {
  it.each([
    ['Authorization: Bearer abc.def', 'abc.def'],
    ['authorization: Basic dXNlcjpwYXNz', 'dXNlcjpwYXNz'],
    ['got bearer abcdefgh12', 'abcdefgh12'],
    ["{'token': 'x1y2z3'}", 'x1y2z3'],
    ['{"api_key":"k-123"}', 'k-123'],
    ['access_token=abc&x=1', 'abc'],
    ['redis://:pw@host:6379/0', 'pw@'],
    ['https://user:pa55@host/x', 'pa55'],
    ['hf_abcdefghijklmnop', 'hf_abcdefghijklmnop'],
    ['key sk-proj-abcdefghijklmnop', 'abcdefghijklmnop'],
    ['ghp_abcdefghijklmnopqrst', 'ghp_abcdefghijklmnopqrst'],
    ['AKIAABCDEFGHIJKLMNOP', 'AKIAABCDEFGHIJKLMNOP'],
    ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln', 'eyJhbGciOiJIUzI1NiJ9'],
    ['Cookie: a=1; session=deadbeef', 'deadbeef'],
    ['password="two words"', 'two words'],
  ])('masks %s', (line, secret) => {
    expect(redact(line)).not.toContain(secret);
    expect(redact(line)).toContain('[REDACTED]');
  });

  it.each([
    'GET /voices 200',
    'the secret of success',
    'tokens per second',
    'http://host/path?x=1',
  ])('leaves %s alone', (line) => {
    expect(redact(line)).toBe(line);
  });

  it('takes more patterns and names a wrong one', () => {
    expect(createRedactor(parsePatterns('foo\\d+ || bar'))('foo1 bar')).toBe(
      '[REDACTED] [REDACTED]',
    );
    expect(() => parsePatterns('(')).toThrow('"("');
  });
});
