import { addStatistics, emptyStatistics, type Statistics } from './statistics.ts';

/** A piece of uninterrupted speech, short enough to be one person's: blocks `from` up to, but without, `to`. */
export interface Piece {
  readonly from: number;
  readonly to: number;
  readonly statistics: Statistics;
}

/** Cuts runs of blocks with speech into equal pieces of about `length` blocks. */
export function cutPieces(blocks: readonly (Statistics | null)[], length: number): Piece[] {
  const pieces: Piece[] = [];
  for (let start = 0; start < blocks.length; start++) {
    if (!blocks[start]) continue;
    let end = start;
    while (blocks[end]) end++;
    const parts = Math.max(1, Math.round((end - start) / length));
    for (let part = 0; part < parts; part++) {
      const [from, to] = [part, part + 1].map(
        (k) => start + Math.round(((end - start) * k) / parts),
      );
      pieces.push({ from: from!, to: to!, statistics: sumOf(blocks.slice(from, to)) });
    }
    start = end;
  }
  return pieces;
}

function sumOf(blocks: readonly (Statistics | null)[]): Statistics {
  const sum = emptyStatistics(blocks[0]?.counts.length ?? 0);
  for (const block of blocks) if (block) addStatistics(sum, block);
  return sum;
}
