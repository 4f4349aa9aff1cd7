import { describe, expect, it } from 'vitest';
import embedTask from '../embeddings/worker.ts';
import { rememberVectors } from './embed.ts';
import { findAnswer } from './find-answer.ts';
import { NEAREST, NOTHING } from './own-words.ts';
import { passagesOf } from './passages.ts';
import { QUESTIONS, TEXTS, UNANSWERABLE } from './questions.fixture.ts';
import { rank } from './rank.ts';

const embed = rememberVectors((texts) => embedTask({ texts }), 1000);
const passages = (text: string) => passagesOf([{ role: 'user', text: TEXTS[text]! }]);

describe('the ranking of sentences', () => {
  it('puts the sentence that answers first for 20 of 24 questions, and among three for 23', async () => {
    const places: number[] = [];
    for (const [text, question, answer] of QUESTIONS) {
      const ranked = await rank(question, passages(text), embed);
      places.push(ranked.findIndex(({ item }) => item.text.includes(answer)));
    }
    expect(places).not.toContain(-1);
    expect(places.filter((at) => at === 0).length).toBeGreaterThanOrEqual(20);
    expect(places.filter((at) => at < 3).length).toBeGreaterThanOrEqual(23);
  });

  it('quotes the sentence for nearly all of them, and says where it stands', async () => {
    let right = 0;
    for (const [text, question, answer] of QUESTIONS) {
      const said = await findAnswer(question, passages(text), embed);
      expect(said).toMatch(/^— your message 1, sentence \d+$/m);
      if (said.includes(answer)) right++;
    }
    expect(right).toBeGreaterThanOrEqual(20);
  });

  it('does not claim an answer the text does not hold', async () => {
    for (const [text, question] of UNANSWERABLE) {
      const said = await findAnswer(question, passages(text), embed);
      expect(said.startsWith(NOTHING) || said.startsWith(NEAREST)).toBe(true);
    }
  });

  it('works without any passage, and with a question of stop words', async () => {
    expect(await rank('Why?', [], embed)).toEqual([]);
    expect(await findAnswer('Why?', [], embed)).toContain(NOTHING);
    expect(await rank('who is it', passages('orchard'), embed)).toHaveLength(9);
  });
});
