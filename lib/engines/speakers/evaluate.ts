import type { SpeakerSegment } from './turns.ts';

export interface EqualErrorRate {
  /** 0 to 1. */
  readonly rate: number;
  /** The score from which on a pair counts as one speaker. */
  readonly threshold: number;
}

/** Where as many pairs of one speaker are rejected as pairs of two are accepted. Both lists need a score. */
export function equalErrorRate(
  same: readonly number[],
  different: readonly number[],
): EqualErrorRate {
  let best = { rate: Infinity, gap: Infinity, threshold: 0 };
  for (const threshold of new Set([...same, ...different])) {
    const rejected = same.filter((score) => score < threshold).length / same.length;
    const accepted = different.filter((score) => score >= threshold).length / different.length;
    const gap = Math.abs(rejected - accepted);
    if (gap < best.gap) best = { rate: (rejected + accepted) / 2, gap, threshold };
  }
  return { rate: best.rate, threshold: best.threshold };
}

export interface DiarizationError {
  /** Missed, false and confused speech over all speech of the reference. */
  readonly rate: number;
  readonly missed: number;
  readonly falseAlarm: number;
  readonly confusion: number;
}

const STEP = 0.01;

/**
 * Diarization error rate for references in which one person speaks at a time. Speakers are matched one to one in the
 * way that is best for the hypothesis, up to eight of them; `collar` seconds on both sides of each border of the
 * reference are not judged.
 */
export function diarizationErrorRate(
  reference: readonly SpeakerSegment[],
  hypothesis: readonly SpeakerSegment[],
  collar = 0.25,
): DiarizationError {
  const end = Math.max(0, ...[...reference, ...hypothesis].map((segment) => segment.end));
  const borders = reference.flatMap(({ start, end: stop }) => [start, stop]);
  const shared = new Map<string, Map<string, number>>();
  let [speech, missed, falseAlarm, both] = [0, 0, 0, 0];
  for (let step = 0; step < Math.ceil(end / STEP); step++) {
    const at = (step + 0.5) * STEP;
    if (borders.some((border) => Math.abs(at - border) < collar)) continue;
    const [wanted, found] = [speakerAt(reference, at), speakerAt(hypothesis, at)];
    if (wanted !== undefined) speech++;
    if (wanted !== undefined && found === undefined) missed++;
    if (wanted === undefined && found !== undefined) falseAlarm++;
    if (wanted === undefined || found === undefined) continue;
    both++;
    const row = shared.get(wanted) ?? new Map<string, number>();
    shared.set(wanted, row.set(found, (row.get(found) ?? 0) + 1));
  }
  const confusion = both - bestMatch([...shared.values()], new Set());
  const [m, f, c] = [missed, falseAlarm, confusion].map((n) => n / Math.max(1, speech));
  return { rate: m! + f! + c!, missed: m!, falseAlarm: f!, confusion: c! };
}

const speakerAt = (segments: readonly SpeakerSegment[], at: number): string | undefined =>
  segments.find(({ start, end }) => start <= at && at < end)?.speaker;

/** Most steps that a one-to-one matching of the speakers can agree on. */
function bestMatch(
  rows: readonly ReadonlyMap<string, number>[],
  taken: ReadonlySet<string>,
): number {
  const [row, ...rest] = rows;
  if (!row) return 0;
  let best = bestMatch(rest, taken);
  for (const [found, steps] of row) {
    if (taken.has(found)) continue;
    best = Math.max(best, steps + bestMatch(rest, new Set([...taken, found])));
  }
  return best;
}
