import type { ChatMessage } from './chat-message.ts';
import { codeBlocks, type CodeBlock } from './code-blocks.ts';
import { definitionsOf, type Definition } from './code-definitions.ts';
import type { Embed } from './embed.ts';
import { CANNOT_WRITE, CODE } from './own-words.ts';
import { rank } from './rank.ts';
import type { ChatRequestText } from './read-request.ts';

const LISTS =
  /\b(?:list|which|what|name|show|all|how\s+many)\b.*\b(functions?|methods?|classes|class|types?|interfaces?|variables?|constants?|definitions?|identifiers?)\b/iu;
const USES =
  /\b(?:used?|uses|usages?|call(?:s|ed|ers?)?|calling|referenc\w*|mention\w*|occur\w*)\b/iu;
const CHANGES =
  /\b(?:write|refactor|fix|debug|implement|optimi[sz]e|improve|convert|explain|rewrite|add|why)\b/iu;
const KINDS: Readonly<Record<string, readonly Definition['kind'][]>> = {
  f: ['function'],
  m: ['function'],
  c: ['class', 'variable'],
  t: ['type', 'class'],
  i: ['type', 'class', 'function', 'variable'],
  v: ['variable'],
  d: ['type', 'class', 'function', 'variable'],
};
const WINDOW = 8;
const MOST_LINES = 40;

/** Answers from code of the conversation; undefined where there is none, or nothing in it fits. */
export async function findCode(
  messages: readonly ChatMessage[],
  { asked, text }: ChatRequestText,
  { embed, signal }: { readonly embed: Embed; readonly signal?: AbortSignal | undefined },
): Promise<string | undefined> {
  const blocks = codeBlocks(messages);
  if (blocks.length === 0) return undefined;
  const question = asked.join(' ');
  const definitions = definitionsOf(blocks);
  if (question === '') return overview(blocks, definitions);
  const name = nameIn(question, blocks);
  const found =
    (name === undefined ? listed(question, definitions) : undefined) ??
    (name !== undefined && USES.test(question) ? uses(name, blocks) : undefined) ??
    (name === undefined ? undefined : (defined(name, definitions) ?? uses(name, blocks))) ??
    (await nearest(question, blocks, definitions, embed, signal));
  if (found === undefined) return undefined;
  return CHANGES.test(question) || CHANGES.test(text.slice(0, 40))
    ? `${found}\n\n${CANNOT_WRITE}`
    : found;
}

/** The identifier a question names: between backticks, or a word of it that the code has too and prose does not. */
function nameIn(question: string, blocks: readonly CodeBlock[]): string | undefined {
  const all = new Set(
    blocks.flatMap((block) => block.lines.join('\n').match(/[A-Za-z_$][\w$]*/gu) ?? []),
  );
  const quoted = [...question.matchAll(/`([\w$.]+)(?:\(\))?`/gu)].map((match) =>
    match[1]!.split('.').at(-1)!,
  );
  const words = question.match(/[A-Za-z_$][\w$]*/gu) ?? [];
  const marked = words.filter((word) => /[a-z][A-Z]|_|\$|\d/u.test(word));
  const called = [...question.matchAll(/([A-Za-z_$][\w$]*)\(/gu)].map((match) => match[1]!);
  const names = new Set(definitionsOf(blocks).map((definition) => definition.name));
  const plain = words.filter((word) => word.length > 2 && names.has(word));
  return [...quoted, ...marked, ...called, ...plain].find((word) => all.has(word));
}

function listed(question: string, definitions: readonly Definition[]): string | undefined {
  const asked = LISTS.exec(question)?.[1];
  if (asked === undefined) return undefined;
  const kinds = KINDS[asked[0]!.toLowerCase()] ?? [];
  const chosen = definitions.filter(
    ({ kind, name }) =>
      kinds.includes(kind) && (!/^const/iu.test(asked) || name === name.toUpperCase()),
  );
  if (chosen.length === 0) return `${CODE}: it defines no ${asked.toLowerCase()} that I recognise.`;
  return `${CODE}:\n${chosen.map(row).join('\n')}`;
}

const row = ({ name, kind, block, first }: Definition): string =>
  `- \`${name}\` (${kind}, block ${block.number}, line ${first + 1})`;

function defined(name: string, definitions: readonly Definition[]): string | undefined {
  const found = definitions.filter((definition) => definition.name === name);
  if (found.length === 0) return undefined;
  return found
    .slice(0, 3)
    .map(
      ({ block, first, last }) =>
        `${CODE}, where \`${name}\` is defined:\n${excerpt(block, first, last)}`,
    )
    .join('\n\n');
}

function uses(name: string, blocks: readonly CodeBlock[]): string {
  const word = new RegExp(`(?<![\\w$])${name.replaceAll('$', '\\$')}(?![\\w$])`, 'u');
  const rows = blocks.flatMap((block) =>
    block.lines.flatMap((line, at) =>
      word.test(line) ? [`- block ${block.number}, line ${at + 1}: \`${line.trim()}\``] : [],
    ),
  );
  return `${CODE}, the lines with \`${name}\`:\n${rows.slice(0, MOST_LINES).join('\n')}`;
}

/** The definition, or the few lines, whose words are nearest to the question. */
async function nearest(
  question: string,
  blocks: readonly CodeBlock[],
  definitions: readonly Definition[],
  embed: Embed,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const whole = definitions.filter(({ kind, first, last }) => kind !== 'variable' && last > first);
  const windows = blocks.flatMap((block) =>
    Array.from({ length: Math.ceil(block.lines.length / WINDOW) }, (_, index) => ({
      block,
      first: index * WINDOW,
      last: Math.min(block.lines.length, (index + 1) * WINDOW) - 1,
    })),
  );
  const items = [...whole, ...windows].map(({ block, first, last }) => ({
    block,
    first,
    last,
    text: plainWords(block.lines.slice(first, last + 1).join('\n')),
    before: '',
  }));
  const [best] = await rank(question, items, embed, signal);
  if (!best || (best.overlap < 0.25 && best.similarity < 0.3)) return undefined;
  return `${CODE}, the lines nearest to that:\n${excerpt(best.item.block, best.item.first, best.item.last)}`;
}

/** Identifiers as words: `parseDate` and `parse_date` are "parse Date". */
const plainWords = (code: string): string =>
  code
    .replace(/([a-z\d])([A-Z])/gu, '$1 $2')
    .replace(/[^\p{L}\p{N}\s]+/gu, ' ')
    .replace(/\s+/gu, ' ');

function excerpt(
  { number, language, lines, place }: CodeBlock,
  first: number,
  last: number,
): string {
  const end = Math.min(last, first + MOST_LINES - 1);
  const more = end < last ? `\n(${last - end} more lines)` : '';
  const body = lines.slice(first, end + 1).join('\n');
  return `\`\`\`${language}\n${body}\n\`\`\`\n— block ${number} in ${place}, lines ${first + 1}–${end + 1}${more}`;
}

function overview(blocks: readonly CodeBlock[], definitions: readonly Definition[]): string {
  const count = blocks.reduce((sum, block) => sum + block.lines.length, 0);
  const names =
    definitions.length > 0
      ? `, which define:\n${definitions.slice(0, MOST_LINES).map(row).join('\n')}`
      : '.';
  return `${CODE}: ${count} lines${names}\nAsk me where a name is defined or used, or for the lines about something.`;
}
