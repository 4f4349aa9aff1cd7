import { setImmediate } from 'node:timers/promises';
import type { AcousticModel } from './acoustic-model.ts';
import { speechActivity } from './activity.ts';
import { mfcc, RATE } from './mfcc.ts';
import { cutPieces, type Piece } from './pieces.ts';
import { resegment } from './resegment.ts';
import { mergeAlike, speakersOf } from './speakers-of.ts';
import { blockStatistics, type Statistics } from './statistics.ts';
import { supervector } from './supervector.ts';
import { turns, type SpeakerSegment } from './turns.ts';
import { ward } from './ward.ts';

/** A count below 1 says nothing and is left out of account; a fraction is rounded down. */
export interface DiarizeOptions {
  /** The exact count, if known; the others then do not matter. */
  readonly numSpeakers?: number | undefined;
  /** 1 by default. */
  readonly minSpeakers?: number | undefined;
  /** 3 by default, because more than that are not told apart reliably. */
  readonly maxSpeakers?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Diarization {
  /** Speakers in `segments`: 0 without speech, and fewer than asked for where they are not to be found. */
  readonly numSpeakers: number;
  /** In order of time, never overlapping. */
  readonly segments: readonly SpeakerSegment[];
  /** Seconds of the whole recording. */
  readonly duration: number;
}

/** Borders between speakers lie on blocks: 0.2 s. */
const FRAMES_PER_BLOCK = 20;
/** 1.4 s. */
const BLOCKS_PER_PIECE = 7;
const MOST_BY_DEFAULT = 3;
/** Clustering takes time and memory by the square; of a very long recording it hears this many pieces, evenly spread. */
const MOST_PIECES = 2400;
/** Two clusters more alike than this are one person. */
const ONE_PERSON = 0.78;
const PASSES = 2;
/** Blocks worked on between two looks at the signal. */
const BLOCKS_PER_LOOK = 25;

/** Who spoke when, in a mono recording at 16 kHz. @throws the signal's reason when it aborts */
export async function diarize(
  model: AcousticModel,
  samples: Float32Array,
  options: DiarizeOptions = {},
): Promise<Diarization> {
  const { signal } = options;
  signal?.throwIfAborted();
  const frames = mfcc(samples);
  const speech = speechActivity(frames);
  const blocks: (Statistics | null)[] = [];
  for (const block of blockStatistics(model, frames, speech, FRAMES_PER_BLOCK)) {
    if (blocks.push(block) % BLOCKS_PER_LOOK !== 0) continue;
    await setImmediate();
    signal?.throwIfAborted();
  }
  const segments = turns(speech, labelBlocks(blocks, bounds(options)), FRAMES_PER_BLOCK);
  return {
    numSpeakers: new Set(segments.map(({ speaker }) => speaker)).size,
    segments,
    duration: samples.length / RATE,
  };
}

interface Bounds {
  readonly least: number;
  readonly most: number;
}

function bounds({ numSpeakers, minSpeakers, maxSpeakers }: DiarizeOptions): Bounds {
  const count = (value: number | undefined): number | undefined =>
    value !== undefined && value >= 1 ? Math.floor(value) : undefined;
  const exact = count(numSpeakers);
  if (exact !== undefined) return { least: exact, most: exact };
  const least = count(minSpeakers) ?? 1;
  return { least, most: Math.max(least, count(maxSpeakers) ?? MOST_BY_DEFAULT) };
}

/** A speaker number for each block. */
function labelBlocks(blocks: readonly (Statistics | null)[], { least, most }: Bounds): number[] {
  const pieces = cutPieces(blocks, BLOCKS_PER_PIECE);
  if (pieces.length === 0) return blocks.map(() => 0);
  let speakers = firstSpeakers(blocks, pieces, most);
  for (let pass = 0; pass < PASSES; pass++) {
    const labels = resegment(blocks, speakers);
    const merged = mergeAlike(speakersOf(blocks, labels, speakers.length), least, ONE_PERSON);
    speakers = speakersOf(
      blocks,
      labels.map((label) => merged[label]!),
      new Set(merged).size,
    );
  }
  return resegment(blocks, speakers);
}

function firstSpeakers(
  blocks: readonly (Statistics | null)[],
  pieces: readonly Piece[],
  most: number,
): Statistics[] {
  const every = Math.ceil(pieces.length / MOST_PIECES);
  const heard = pieces.filter((_, i) => i % every === 0);
  const clusters = ward(
    heard.map(({ statistics }) => supervector(statistics)),
    most,
  );
  const labels = blocks.map(() => -1);
  for (const [i, { from, to }] of heard.entries()) labels.fill(clusters[i]!, from, to);
  return speakersOf(blocks, labels, Math.min(most, heard.length));
}
