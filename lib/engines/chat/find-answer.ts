import type { Embed } from './embed.ts';
import { NEAREST, NOTHING, SHORT_IDENTITY } from './own-words.ts';
import { placeOf, type Passage } from './passages.ts';
import { rank, type Ranked } from './rank.ts';

/** From these values on a passage is taken for an answer; below the second pair it is not even named. */
const CLEAR = { similarity: 0.45, overlap: 0.5 };
const NEAR = { similarity: 0.35, overlap: 0.2 };
/** A second passage is quoted when its score is this share of the best one's. */
const AS_GOOD = 0.93;
/** Questions that ask for more than one thing. */
const PLURAL = /\b(?:which|what)\s+(?:are|were)\b|\b(?:list|all|every|each)\b/iu;

/** The answer to one question: quotes, with where they stand; or that there is none. */
export async function findAnswer(
  question: string,
  passages: readonly Passage[],
  embed: Embed,
  signal?: AbortSignal,
): Promise<string> {
  const ranked = await rank(question, passages, embed, signal);
  const best = ranked[0];
  if (!best || !reaches(best, NEAR)) return `${NOTHING} ${SHORT_IDENTITY}`;
  if (!reaches(best, CLEAR)) {
    const near = ranked.slice(0, 2).filter((other) => reaches(other, NEAR));
    return `${NEAREST}\n${quotes(near)}`;
  }
  const most = PLURAL.test(question) ? 3 : 2;
  return quotes(
    ranked
      .slice(0, most)
      .filter((other) => other.score >= AS_GOOD * best.score && reaches(other, CLEAR)),
  );
}

const reaches = (
  { similarity, overlap }: Ranked<Passage>,
  limit: { readonly similarity: number; readonly overlap: number },
): boolean => similarity >= limit.similarity || overlap >= limit.overlap;

/** The same sentence is quoted once, wherever else it stands. */
const quotes = (ranked: readonly Ranked<Passage>[]): string =>
  [...new Map(ranked.map(({ item }) => [item.text, item])).values()]
    .map((passage) => `“${passage.text}”\n— ${placeOf(passage)}`)
    .join('\n\n');
