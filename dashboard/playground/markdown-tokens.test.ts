import type { Token } from 'marked';
import { describe, expect, it } from 'vitest';
import { markdownTokens } from './markdown-tokens.ts';

const depth = (tokens: readonly Token[]): number =>
  Math.max(
    0,
    ...tokens.map((token) => {
      const { tokens: own = [], items = [] } = token as { tokens?: Token[]; items?: Token[] };
      return own.length + items.length > 0 ? 1 + depth([...own, ...items]) : 1;
    }),
  );

describe('markdownTokens', () => {
  it.each([
    ['quotes', '> '.repeat(300) + 'deep'],
    ['lists', Array.from({ length: 100 }, (_, n) => `${'  '.repeat(n)}- deep`).join('\n')],
  ])('cuts %s nested without end, and keeps their text', (_, text) => {
    const tokens = markdownTokens(text);
    expect(depth(tokens)).toBeLessThan(40);
    expect(JSON.stringify(tokens)).toContain('deep');
  });

  it('shows as text what the lexer cannot read', () => {
    const text = `${'> '.repeat(50_000)}deep`;
    expect(markdownTokens(text)).toEqual([{ type: 'text', raw: text, text }]);
  });

  it('leaves alone what people write', () => {
    const tokens = markdownTokens('- a\n  - **b** `c`\n\n> d');
    expect(tokens.map(({ type }) => type)).toEqual(['list', 'space', 'blockquote']);
    expect(depth(tokens)).toBeGreaterThan(5);
  });
});
