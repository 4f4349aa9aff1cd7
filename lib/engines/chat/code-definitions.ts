import type { CodeBlock } from './code-blocks.ts';

/** Something a block of code gives a name to, with the lines it takes. */
export interface Definition {
  readonly name: string;
  readonly kind: 'function' | 'class' | 'type' | 'variable';
  readonly block: CodeBlock;
  /** From 0, both ends belong to it. */
  readonly first: number;
  readonly last: number;
}

const PREFIX = String.raw`^\s*(?:export\s+|default\s+|public\s+|private\s+|protected\s+|static\s+|async\s+|abstract\s+|final\s+|pub(?:\([^)]*\))?\s+|override\s+|readonly\s+)*`;
const NAME = String.raw`([A-Za-z_$][\w$]*)`;
const FORMS: readonly (readonly [RegExp, Definition['kind']])[] = [
  [new RegExp(`${PREFIX}(?:function\\*?|def|fn|sub|fun)\\s+${NAME}`, 'u'), 'function'],
  [new RegExp(`${PREFIX}func\\s+(?:\\([^)]*\\)\\s*)?${NAME}`, 'u'), 'function'],
  [new RegExp(`${PREFIX}(?:class|struct|trait|impl|object)\\s+${NAME}`, 'u'), 'class'],
  [new RegExp(`${PREFIX}(?:interface|type|enum)\\s+${NAME}`, 'u'), 'type'],
  [
    new RegExp(
      `${PREFIX}(?:const|let|var|val)\\s+(?:mut\\s+)?${NAME}\\s*(?::[^=]+)?=\\s*(?:async\\s*)?(?:\\([^)]*\\)|${NAME})\\s*(?::[^=]+)?=>`,
      'u',
    ),
    'function',
  ],
  [new RegExp(`${PREFIX}(?:const|let|var|val)\\s+(?:mut\\s+)?${NAME}`, 'u'), 'variable'],
  [
    new RegExp(
      `^\\s*create\\s+(?:or\\s+replace\\s+)?(?:table|view|function|procedure|index)\\s+(?:if\\s+not\\s+exists\\s+)?${NAME}`,
      'iu',
    ),
    'type',
  ],
  [
    new RegExp(
      `${PREFIX}(?!(?:if|for|while|switch|catch|return|else|do|new|await|throw)\\b)(?:[\\w<>[\\],.?*&]+\\s+)*${NAME}\\s*\\([^;]*\\)\\s*(?::[^={]+)?\\{\\s*$`,
      'u',
    ),
    'function',
  ],
  [new RegExp(`^${NAME}\\s*(?::[^=]+)?=[^=]`, 'u'), 'variable'],
];
const MOST_LINES = 60;
/** Longer lines are minified or data. */
const LONGEST = 300;

/** All names the blocks define, in order. */
export const definitionsOf = (blocks: readonly CodeBlock[]): Definition[] =>
  blocks.flatMap((block) =>
    block.lines.flatMap((line, first) => {
      const form =
        line.length <= LONGEST ? FORMS.find(([pattern]) => pattern.test(line)) : undefined;
      if (!form) return [];
      const name = form[0].exec(line)![1]!;
      return [{ name, kind: form[1], block, first, last: lastLine(block.lines, first) }];
    }),
  );

/** Where a definition ends: at its closing brace, or where the indentation goes back. */
function lastLine(lines: readonly string[], first: number): number {
  const limit = Math.min(lines.length, first + MOST_LINES);
  let depth = 0;
  let opened = false;
  for (let at = first; at < limit; at++) {
    for (const sign of lines[at]!.match(/[{}()[\]]/gu) ?? []) {
      depth += '{(['.includes(sign) ? 1 : -1;
      opened ||= sign === '{';
    }
    if (depth <= 0 && opened) return at;
    if (depth <= 0 && !opened && !/[:,=(]\s*$/u.test(lines[at]!)) {
      return /:\s*$/u.test(lines[first]!) ? indented(lines, first, limit) : at;
    }
    if (depth <= 0 && /:\s*(?:#.*)?$/u.test(lines[at]!)) return indented(lines, first, limit);
  }
  return limit - 1;
}

function indented(lines: readonly string[], first: number, limit: number): number {
  const indent = (line: string): number => line.length - line.trimStart().length;
  const own = indent(lines[first]!);
  let last = first;
  for (let at = first + 1; at < limit; at++) {
    if (lines[at]!.trim() === '') continue;
    if (indent(lines[at]!) <= own && !/^\s*[)\]]/u.test(lines[at]!)) break;
    last = at;
  }
  return last;
}
