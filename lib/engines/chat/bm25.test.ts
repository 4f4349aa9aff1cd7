import { describe, expect, it } from 'vitest';
import { bm25, coverage, weighTerms } from './bm25.ts';
import { stem, terms } from './terms.ts';

const documents = [['cat', 'mat'], ['dog', 'mat', 'mat'], ['dog', 'park', 'rain', 'wind'], []];

describe('BM25', () => {
  it('weighs rare terms more', () => {
    const weights = weighTerms(['cat', 'mat', 'none'], documents);
    expect(weights.get('cat')).toBeCloseTo(Math.log(1 + 3.5 / 1.5), 10);
    expect(weights.get('mat')).toBeCloseTo(Math.log(1 + 2.5 / 2.5), 10);
    expect(weights.get('none')!).toBeGreaterThan(weights.get('cat')!);
  });

  it('has the values of the formula', () => {
    const scores = bm25(weighTerms(['mat'], documents), documents);
    const weight = Math.log(2);
    const norm = (length: number) => 1.2 * (0.5 + (0.5 * length) / 2.25);
    expect(scores[0]).toBeCloseTo((weight * 2.2) / (1 + norm(2)), 10);
    expect(scores[1]).toBeCloseTo((weight * 2 * 2.2) / (2 + norm(3)), 10);
    expect(scores.slice(2)).toEqual([0, 0]);
  });

  it('gives nothing for nothing', () => {
    expect(bm25(weighTerms([], documents), documents)).toEqual([0, 0, 0, 0]);
    expect(bm25(weighTerms(['a'], []), [])).toEqual([]);
    expect(coverage(weighTerms([], []), ['a'])).toBe(0);
  });

  it('tells the share of the query a document has', () => {
    const weights = weighTerms(['dog', 'park'], documents);
    expect(coverage(weights, documents[2]!)).toBe(1);
    expect(coverage(weights, documents[1]!)).toBeLessThan(0.5);
    expect(coverage(weights, documents[0]!)).toBe(0);
  });
});

describe('terms', () => {
  it.each([
    ['opens', 'open'],
    ['opened', 'open'],
    ['opening', 'open'],
    ['stories', 'story'],
    ['boxes', 'box'],
    ['moved', 'mov'],
    ['moves', 'mov'],
    ['stopped', 'stop'],
    ['class', 'class'],
    ['bus', 'bus'],
    ['sing', 'sing'],
    ['used', 'us'],
    ['uses', 'us'],
  ])('stem %s to %s', (word, expected) => {
    expect(stem(word)).toBe(expected);
  });

  it('leave out what carries no meaning, accents and signs', () => {
    expect(terms("What's the Café's opening time, and at 10:30?")).toEqual([
      'caf',
      'open',
      'tim',
      '10:30',
    ]);
    expect(terms('?! …')).toEqual([]);
  });
});
