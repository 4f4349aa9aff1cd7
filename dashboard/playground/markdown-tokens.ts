import { Lexer, type Token } from 'marked';

/** Deeper than anybody writes; every level is one of elements and of the stack. */
const DEEPEST = 16;

type Nested = Token & {
  readonly tokens?: readonly Token[];
  readonly items?: readonly Token[];
};

/** The tokens of a Markdown text. Whatever a model repeats, they can be walked: what is nested without end stays text. */
export function markdownTokens(text: string): Token[] {
  try {
    return Lexer.lex(text, { gfm: true, breaks: true }).map((token) => cut(token, 1));
  } catch {
    // So deep that the stack of the lexer ended.
    return [asText(text)];
  }
}

function cut(token: Token, depth: number): Token {
  const { tokens, items } = token as Nested;
  if (!tokens && !items) return token;
  if (depth > DEEPEST) return asText(token.raw);
  return {
    ...token,
    ...(tokens && { tokens: tokens.map((inner) => cut(inner, depth + 1)) }),
    ...(items && { items: items.map((inner) => cut(inner, depth)) }),
  };
}

const asText = (text: string): Token => ({ type: 'text', raw: text, text });
