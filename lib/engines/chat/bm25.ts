const SATURATION = 1.2;
const LENGTH_WEIGHT = 0.5;

/** The terms of a query with their inverse document frequency, which is always positive. */
export type TermWeights = ReadonlyMap<string, number>;

/** How much each term of a query tells among these documents; all are lists of terms. */
export function weighTerms(
  query: readonly string[],
  documents: readonly (readonly string[])[],
): TermWeights {
  return new Map(
    query.map((term) => {
      const having = documents.filter((terms) => terms.includes(term)).length;
      return [term, Math.log(1 + (documents.length - having + 0.5) / (having + 0.5))];
    }),
  );
}

/** Okapi BM25 of each document. 0: nothing in common. */
export function bm25(weights: TermWeights, documents: readonly (readonly string[])[]): number[] {
  const average = documents.reduce((sum, terms) => sum + terms.length, 0) / documents.length || 1;
  return documents.map((terms) => {
    const norm = SATURATION * (1 - LENGTH_WEIGHT + (LENGTH_WEIGHT * terms.length) / average);
    let score = 0;
    for (const [term, weight] of weights) {
      const count = terms.filter((other) => other === term).length;
      score += (weight * count * (SATURATION + 1)) / (count + norm);
    }
    return score;
  });
}

/** The share of the query a document has, by weight: 0 to 1. */
export function coverage(weights: TermWeights, document: readonly string[]): number {
  let [all, met] = [0, 0];
  for (const [term, weight] of weights) {
    all += weight;
    if (document.includes(term)) met += weight;
  }
  return all === 0 ? 0 : met / all;
}
