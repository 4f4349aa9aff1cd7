import { dot } from '../embeddings/vector.ts';
import { fitsQuestion } from './answer-type.ts';
import { bm25, coverage, weighTerms } from './bm25.ts';
import type { Embed } from './embed.ts';
import { terms } from './terms.ts';

/** What can be searched: a text, and what stands before it. */
export interface Searchable {
  readonly text: string;
  readonly before: string;
}

export interface Ranked<T> {
  readonly item: T;
  readonly score: number;
  /** Cosine of the sentence vectors, -1 to 1. */
  readonly similarity: number;
  /** The share of the question's terms that occur, by weight, 0 to 1. */
  readonly overlap: number;
}

/** Items that are embedded at most; of more, those with most terms in common, then the latest. */
const MOST_EMBEDDED = 256;
/** Of one item; the rest of a longer one counts for BM25 only. */
const MOST_CHARACTERS = 2000;
const LEXICAL = 0.45;
const TYPE = 0.12;
const PRONOUN = /^(?:it|its|he|she|his|her|they|their|this|that|these|those|there)\b/iu;

/** Orders items by how well they answer a question: sentence vectors, BM25 and the kind of answer asked for, in one sum. */
export async function rank<T extends Searchable>(
  question: string,
  items: readonly T[],
  embed: Embed,
  signal?: AbortSignal,
): Promise<Ranked<T>[]> {
  // A sentence that starts with a pronoun is about what the sentence before it names.
  const documents = items.map(({ text, before }) =>
    terms(PRONOUN.test(text) ? `${before} ${text}` : text),
  );
  const weights = weighTerms(terms(question), documents);
  const lexical = bm25(weights, documents);
  const chosen = items
    .map((_, index) => index)
    .sort((a, b) => lexical[b]! - lexical[a]! || b - a)
    .slice(0, MOST_EMBEDDED);
  const texts = [question, ...chosen.map((index) => items[index]!.text)];
  const { vectors } = await embed(
    texts.map((text) => text.slice(0, MOST_CHARACTERS)),
    { signal },
  );
  const most = lexical.reduce((a, b) => Math.max(a, b), Number.EPSILON);
  return chosen
    .map((index, at) => {
      const item = items[index]!;
      const similarity = dot(vectors[0]!, vectors[at + 1]!);
      const overlap = coverage(weights, documents[index]!);
      const score =
        similarity + (LEXICAL * lexical[index]!) / most + TYPE * fitsQuestion(question, item.text);
      return { item, score, similarity, overlap };
    })
    .sort((a, b) => b.score - a.score);
}
