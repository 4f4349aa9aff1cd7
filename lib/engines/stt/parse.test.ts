import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseContinuous } from './parse-continuous.ts';
import { parseJson } from './parse-json.ts';
import type { Word } from './segment.ts';

async function* from(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}

async function all(
  parser: typeof parseJson,
  lines: readonly string[],
): Promise<(readonly Word[])[]> {
  const segments: (readonly Word[])[] = [];
  for await (const words of parser(from(lines))) segments.push(words);
  return segments;
}

it('reads the lines of pocketsphinx_continuous', async () => {
  const output = [
    'hello a world',
    '<s> 0.000 0.070 1.000000',
    'hello 0.080 0.290 0.983634',
    'a(2) 0.300 0.430 1.000200',
    '<sil> 0.440 0.590 0.9',
    '[NOISE] 0.5 0.6 0.9',
    'world 0.600 0.650 0.006591',
    '</s> 0.660 1.100 1.000000',
    'INFO: something else',
    'again',
    '<s> 2.000 2.100 1.0',
    'again 2.100 2.500 0.5',
  ];
  expect(await all(parseContinuous, output)).toEqual([
    [
      { word: 'hello', start: 0.08, end: 0.29, probability: 0.983634 },
      { word: 'a', start: 0.3, end: 0.43, probability: 1 },
      { word: 'world', start: 0.6, end: 0.65, probability: 0.006591 },
    ],
    [{ word: 'again', start: 2.1, end: 2.5, probability: 0.5 }],
  ]);
});

it('reads the JSON lines of pocketsphinx 5', async () => {
  const output = [
    '{"b":0.1,"d":1.0,"p":0.9,"t":"go on","w":[{"b":0.1,"d":0.2,"p":1.0,"t":"<s>"},{"b":0.3,"d":0.2,"p":0.8,"t":"go"},{"b":0.5,"d":0.4,"p":0.7,"t":"on(2)"}]}',
    '{"b":3,"d":1,"p":1,"t":"","w":[]}',
  ];
  expect(await all(parseJson, output)).toEqual([
    [
      { word: 'go', start: 0.3, end: 0.5, probability: 0.8 },
      { word: 'on', start: 0.5, end: 0.9, probability: 0.7 },
    ],
  ]);
});

describe('garbage', () => {
  it.each([parseContinuous, parseJson])('is no word and no error (%o)', async (parser) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(fc.string(), fc.json(), fc.constant('<s> 1 2 x'), fc.constant('a 1 0.5 7')),
        ),
        async (lines) => {
          for (const words of await all(parser, lines)) {
            for (const word of words) {
              expect(word.end).toBeGreaterThanOrEqual(word.start);
              expect(word.probability).toBeLessThanOrEqual(1);
            }
          }
        },
      ),
    );
  });
});
