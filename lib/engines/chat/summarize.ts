import { dot, normalize } from '../embeddings/vector.ts';
import type { Embed } from './embed.ts';
import { SUMMARY } from './own-words.ts';

const ASKS =
  /\b(?:summari[sz]e|summari[sz]ation|summary|tl;?\s?dr|key\s+(?:points|facts|takeaways)|main\s+(?:points|ideas?)|sum\s+(?:it|this|that)?\s*up|recap|gist|in\s+a\s+nutshell)\b/iu;
const COUNT =
  /\b(?:in|to|with|as|give(?:\s+me)?)\s+(\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)\s+(?:\w+\s+)?(?:sentences?|points?|lines?|bullets?)/iu;
const WORDS = ['', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
/** Of a longer text every n-th sentence is weighed. */
const MOST = 300;
const FEWEST = 2;
const SHARE = 0.33;
const USUAL_MOST = 6;
/** What a sentence loses for repeating what was chosen before. */
const REPETITION = 0.5;
const OPENING = 0.05;

/** Whether a sentence asks for a summary. */
export const asksForSummary = (text: string): boolean => ASKS.test(text);

/** How many sentences a request asks for; undefined when it does not say. */
export function askedLength(request: string): number | undefined {
  const said = COUNT.exec(request)?.[1]?.toLowerCase();
  if (said === undefined) return undefined;
  return Math.max(1, WORDS.includes(said) ? WORDS.indexOf(said) : Number(said));
}

/**
 * The sentences nearest to the middle of the text's meaning that do not repeat each other, in their order. Texts of
 * fewer sentences than asked for come back whole.
 */
export async function summarize(
  sentences: readonly string[],
  embed: Embed,
  {
    length,
    signal,
  }: { readonly length?: number | undefined; readonly signal?: AbortSignal | undefined },
): Promise<string[]> {
  const step = Math.ceil(sentences.length / MOST);
  const weighed = sentences.filter((_, index) => index % step === 0);
  const count =
    length ?? Math.min(USUAL_MOST, Math.max(FEWEST, Math.round(weighed.length * SHARE)));
  if (weighed.length <= count) return [...weighed];
  const { vectors } = await embed(weighed, { signal });
  const middle = normalize(
    Float32Array.from(vectors[0]!, (_, i) => vectors.reduce((sum, vector) => sum + vector[i]!, 0)),
  );
  const chosen: number[] = [];
  while (chosen.length < count) {
    const worth = weighed.map((_, index) => {
      if (chosen.includes(index)) return -Infinity;
      const repeats = Math.max(0, ...chosen.map((other) => dot(vectors[index]!, vectors[other]!)));
      return dot(vectors[index]!, middle) - REPETITION * repeats + (index === 0 ? OPENING : 0);
    });
    chosen.push(worth.indexOf(Math.max(...worth)));
  }
  return chosen.sort((a, b) => a - b).map((index) => weighed[index]!);
}

/** A summary as the text of an answer. */
export const summaryText = (chosen: readonly string[], total: number): string =>
  `${SUMMARY} (${chosen.length} of ${total}):\n${chosen.map((sentence) => `- ${sentence}`).join('\n')}`;
