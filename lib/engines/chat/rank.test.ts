import { describe, expect, it } from 'vitest';
import embedTask from '../embeddings/worker.ts';
import { rememberVectors } from './embed.ts';
import { findAnswer } from './find-answer.ts';
import { NEAREST, NOTHING } from './own-words.ts';
import { passagesOf } from './passages.ts';
import { HARD_QUESTIONS, QUESTIONS, TEXTS, UNANSWERABLE } from './questions.fixture.ts';
import { rank } from './rank.ts';

const embed = rememberVectors((texts) => embedTask({ texts }), 1000);
const passages = (text: string) => passagesOf([{ role: 'user', text: TEXTS[text]! }]);

/** How many questions have their answer in first place, among three, and in what is said; and of how many. */
async function measure(questions: typeof QUESTIONS) {
  const places: number[] = [];
  let said = 0;
  for (const [text, question, answer] of questions) {
    const ranked = await rank(question, passages(text), embed);
    places.push(ranked.findIndex(({ item }) => item.text.includes(answer)));
    if ((await findAnswer(question, passages(text), embed)).includes(answer)) said++;
  }
  expect(places).not.toContain(-1);
  return {
    first: places.filter((at) => at === 0).length,
    third: places.filter((at) => at < 3).length,
    said,
  };
}

describe('the ranking of sentences', () => {
  it('finds the answer to most of 24 plain questions', async () => {
    const { first, third, said } = await measure(QUESTIONS);
    expect(first).toBeGreaterThanOrEqual(20);
    expect(third).toBeGreaterThanOrEqual(23);
    expect(said).toBeGreaterThanOrEqual(21);
  });

  it('finds the answer to two thirds of 24 questions in other words than the text', async () => {
    const { first, third, said } = await measure(HARD_QUESTIONS);
    expect(first).toBeGreaterThanOrEqual(16);
    expect(third).toBeGreaterThanOrEqual(20);
    expect(said).toBeGreaterThanOrEqual(16);
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
