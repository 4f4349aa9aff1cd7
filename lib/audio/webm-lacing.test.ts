import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unlace } from './webm-lacing.ts';

const head = (lacing: number): number[] => [0, 0, lacing << 1];
const packets = fc.array(fc.uint8Array({ minLength: 1, maxLength: 600 }), {
  minLength: 1,
  maxLength: 6,
});

const xiph = (size: number): number[] => [
  ...Array<number>(Math.floor(size / 255)).fill(255),
  size % 255,
];
/** Two bytes: a size, or a difference around 8191. */
const vint = (value: number): number[] => [0x40 | (value >> 8), value & 255];

describe('lacing', () => {
  test('none', () => {
    expect(unlace(Uint8Array.of(...head(0), 1, 2, 3))).toEqual([Uint8Array.of(1, 2, 3)]);
    expect(unlace(Uint8Array.of(...head(0)))).toEqual([]);
  });

  test('Xiph, EBML and fixed sizes give the packets back', () => {
    fc.assert(
      fc.property(packets, (all) => {
        const sizes = all.map((packet) => packet.length);
        const data = all.flatMap((packet) => [...packet]);
        const xiphSizes = sizes.slice(0, -1).flatMap(xiph);
        const ebmlSizes = sizes
          .slice(0, -1)
          .flatMap((size, i) => vint(i === 0 ? size : size - sizes[i - 1]! + 8191));
        const count = all.length - 1;
        expect(unlace(Uint8Array.of(...head(1), count, ...xiphSizes, ...data))).toEqual(all);
        expect(unlace(Uint8Array.of(...head(3), count, ...ebmlSizes, ...data))).toEqual(all);
        const same = all.map(() => all[0]!);
        const fixed = same.flatMap((packet) => [...packet]);
        expect(unlace(Uint8Array.of(...head(2), count, ...fixed))).toEqual(same);
      }),
    );
  });

  test('any bytes give packets that lie within the block', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (block) => {
        const total = unlace(block).reduce((sum, packet) => sum + packet.length, 0);
        expect(total).toBeLessThanOrEqual(block.length * 60);
      }),
    );
  });
});
