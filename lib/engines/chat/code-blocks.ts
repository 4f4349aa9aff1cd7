import type { ChatMessage } from './chat-message.ts';
import { isOwnAnswer } from './own-words.ts';

/** Code somebody put into the conversation. */
export interface CodeBlock {
  /** From 1, over the whole conversation. */
  readonly number: number;
  /** As written after the fence; empty when unknown. */
  readonly language: string;
  readonly lines: readonly string[];
  /** For instance "your message 2". */
  readonly place: string;
}

const FENCE =
  /^[ \t]*(`{3,}|~{3,})[ \t]*([\w+#.-]*)[^\n]*\n([\s\S]*?)(?:^[ \t]*\1[ \t]*$|$(?![\s\S]))/gmu;
const CODE_LINE =
  /[;{}]\s*$|^\s*(?:def|class|function|func|fn|import|from\s+\S+\s+import|const|let|var|return|if\s*\(|for\s*\(|while\s*\(|#include|public|private|package|use\s)\b.*|^\s*[\w.[\]]+\s*(?:[+*/-]?=|:=)\s*\S|^\s*(?:\/\/|#!|<\/?\w+)|\)\s*(?::|=>|\{)\s*$/u;
/** Lines of code without fences, in a row, to be taken for a block. */
const UNFENCED = 3;

/** Fenced blocks, and in messages without any, runs of lines that look like code. */
export function codeBlocks(messages: readonly ChatMessage[]): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let users = 0;
  for (const { role, text } of messages) {
    if (role === 'user') users++;
    if (role === 'assistant' && isOwnAnswer(text)) continue;
    const place = role === 'user' ? `your message ${users}` : `a message of the ${role}`;
    const add = (language: string, lines: readonly string[]): void => {
      blocks.push({ number: blocks.length + 1, language, lines, place });
    };
    const fenced = [...text.matchAll(FENCE)];
    for (const [, , language = '', body = ''] of fenced) {
      add(language, body.replace(/\n$/u, '').split('\n'));
    }
    if (fenced.length === 0) for (const run of codeRuns(text)) add('', run);
  }
  return blocks.filter((block) => block.lines.some((line) => line.trim() !== ''));
}

function codeRuns(text: string): string[][] {
  const runs: string[][] = [];
  let run: string[] = [];
  const close = (): void => {
    while (run.at(-1)?.trim() === '') run.pop();
    if (run.filter((line) => CODE_LINE.test(line)).length >= UNFENCED) runs.push(run);
    run = [];
  };
  for (const line of text.split(/\r?\n/u)) {
    if (CODE_LINE.test(line) || (run.length > 0 && /^(?:\s|$)/u.test(line))) run.push(line);
    else close();
  }
  close();
  return runs;
}
