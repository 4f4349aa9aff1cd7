import { tokenPieces } from './token-pieces.ts';

export interface Limits {
  /** Unlimited when left out. */
  readonly maxTokens?: number | undefined;
  readonly stop?: readonly string[] | undefined;
}

export type FinishReason = 'stop' | 'length';

export interface FittedAnswer {
  readonly text: string;
  readonly finishReason: FinishReason;
  readonly tokens: number;
}

/** Ends a text before the first stop sequence, and after the tokens it may have. */
export function fitAnswer(text: string, { maxTokens = Infinity, stop = [] }: Limits): FittedAnswer {
  const ends = stop
    .filter((sequence) => sequence !== '')
    .map((sequence) => text.indexOf(sequence))
    .filter((at) => at >= 0);
  const until = ends.length > 0 ? text.slice(0, Math.min(...ends)) : text;
  const pieces = tokenPieces(until);
  if (pieces.length <= maxTokens) {
    return { text: until, finishReason: 'stop', tokens: pieces.length };
  }
  const kept = pieces.slice(0, maxTokens);
  return { text: kept.join(''), finishReason: 'length', tokens: kept.length };
}
