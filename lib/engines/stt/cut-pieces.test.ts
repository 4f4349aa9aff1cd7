import { array, assert, asyncProperty, double, integer } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutPieces, type Piece } from './cut-pieces.ts';

const RATE = 16_000;

/** `[seconds, amplitude]`, one after the other. */
type Score = readonly (readonly [seconds: number, amplitude: number])[];

async function* play(score: Score, size = 3000): AsyncGenerator<Float32Array> {
  let at = 0;
  let chunk = new Float32Array(size);
  for (const [seconds, amplitude] of score) {
    for (let i = 0; i < seconds * RATE; i++) {
      chunk[at++] = amplitude * Math.sin(i * 0.3);
      if (at < size) continue;
      yield chunk;
      chunk = new Float32Array(size);
      at = 0;
    }
  }
  yield chunk.subarray(0, at);
}

async function cut(score: Score, size?: number): Promise<Piece[]> {
  const pieces: Piece[] = [];
  for await (const piece of cutPieces(play(score, size))) pieces.push(piece);
  return pieces;
}

const secondsOf = (piece: Piece): number => piece.samples.length / RATE;

describe('pieces', () => {
  it('are none of silence, of hiss and of a click', async () => {
    expect(await cut([[20, 0]])).toEqual([]);
    expect(await cut([[20, 0.0005]])).toEqual([]);
    expect(
      await cut([
        [3, 0],
        [0.04, 0.5],
        [3, 0],
      ]),
    ).toEqual([]);
    expect(await cut([])).toEqual([]);
  });

  it('lie where the sound is, with a quarter of a second around it', async () => {
    const [piece, ...rest] = await cut([
      [10, 0],
      [1.5, 0.3],
      [10, 0],
    ]);
    expect(rest).toEqual([]);
    expect(piece!.start).toBeCloseTo(9.76);
    expect(secondsOf(piece!)).toBeCloseTo(1.98);
  });

  it('end at a pause once they are long enough, the first ones sooner', async () => {
    const talk: Score = Array.from({ length: 40 }, () => [
      [2, 0.3] as const,
      [0.6, 0] as const,
    ]).flat();
    const pieces = await cut(talk);
    expect(secondsOf(pieces[0]!)).toBeLessThan(6);
    expect(secondsOf(pieces[1]!)).toBeLessThan(14);
    expect(secondsOf(pieces[2]!)).toBeGreaterThan(18);
    for (const piece of pieces) expect(secondsOf(piece)).toBeLessThanOrEqual(30);
  });

  it('are at most 30 s where there is no pause, cut where it is quietest', async () => {
    const pieces = await cut([
      [27, 0.3],
      [0.2, 0.1],
      [40, 0.3],
    ]);
    expect(pieces).toHaveLength(3);
    expect(pieces[1]!.start).toBeCloseTo(27.1, 1);
    expect(pieces.reduce((sum, piece) => sum + secondsOf(piece), 0)).toBeCloseTo(67.2, 1);
  });

  it('do not depend on how the samples come, overlap never, and keep their place', async () => {
    const part = integer({ min: 1, max: 40 }).chain((tenths) =>
      double({ min: 0, max: 0.5, noNaN: true }).map(
        (amplitude) => [tenths / 10, amplitude] as const,
      ),
    );
    await assert(
      asyncProperty(
        array(part, { maxLength: 12 }),
        integer({ min: 1, max: 9999 }),
        async (score, size) => {
          const pieces = await cut(score, size);
          expect(pieces).toEqual(await cut(score, 16_000));
          let end = 0;
          for (const piece of pieces) {
            expect(piece.start).toBeGreaterThanOrEqual(end - 1e-9);
            end = piece.start + secondsOf(piece);
          }
          const whole = score.reduce((sum, [seconds]) => sum + seconds, 0);
          expect(end).toBeLessThanOrEqual(whole + 0.021);
        },
      ),
      { numRuns: 20 },
    );
  });
});
