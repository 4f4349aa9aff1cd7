import { addStatistics, emptyStatistics, type Statistics } from './statistics.ts';
import { cosine, supervector } from './supervector.ts';

/** Statistics of each speaker, from a speaker number for each block; numbers below 0 belong to nobody. */
export function speakersOf(
  blocks: readonly (Statistics | null)[],
  labels: readonly number[],
  count: number,
): Statistics[] {
  const phones = blocks.find((block) => block !== null)?.counts.length ?? 0;
  const speakers = Array.from({ length: count }, () => emptyStatistics(phones));
  for (const [n, block] of blocks.entries()) {
    const speaker = speakers[labels[n] ?? -1];
    if (block && speaker) addStatistics(speaker, block);
  }
  return speakers;
}

/** Speech, in frames, that makes a voice half known. */
const HALF_KNOWN = 1000;

/**
 * How alike two speakers are, 1 for one person: the cosine of their vectors over what it would be for one person who
 * said so much, since short speech is alike only by chance.
 */
function likeness(a: Statistics, b: Statistics): number {
  const known = [a, b].map(({ counts }) => {
    const frames = counts.reduce((sum, count) => sum + count, 0);
    return frames / (frames + HALF_KNOWN);
  });
  return cosine(supervector(a), supervector(b)) / Math.sqrt(Math.max(known[0]! * known[1]!, 1e-6));
}

/**
 * Makes one of the two most alike speakers while they are alike enough to be one person, and more than `least` remain;
 * and says who became whom: for each former number the new one.
 */
export function mergeAlike(
  speakers: readonly Statistics[],
  least: number,
  threshold: number,
): number[] {
  const now = speakers.map((speaker, i) => ({ speaker, members: [i] }));
  while (now.length > Math.max(1, least)) {
    let [best, into, out] = [-Infinity, 0, 0];
    for (let i = 0; i < now.length; i++) {
      for (let j = i + 1; j < now.length; j++) {
        const value = likeness(now[i]!.speaker, now[j]!.speaker);
        if (value > best) [best, into, out] = [value, i, j];
      }
    }
    if (best < threshold) break;
    const [gone] = now.splice(out, 1);
    addStatistics(now[into]!.speaker, gone!.speaker);
    now[into]!.members.push(...gone!.members);
  }
  return speakers.map((_, i) => now.findIndex(({ members }) => members.includes(i)));
}
