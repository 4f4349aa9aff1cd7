import type { ChatChunk } from './chat-chunk.ts';

/** Tokens of an answer. `estimated`: the stream ended early and its events were counted. */
export interface Usage {
  readonly prompt_tokens?: number;
  readonly completion_tokens: number;
  /** How fast the backend says it wrote. */
  readonly tokens_per_second?: number;
  readonly estimated?: true;
}

/** What an event of a chat stream, or a whole answer, says of its cost; null: nothing. */
export function usageOf({ usage, timings }: ChatChunk): Usage | null {
  const perSecond = timings?.predicted_per_second;
  const speed = isPositive(perSecond) && { tokens_per_second: Math.round(perSecond * 10) / 10 };
  if (typeof usage?.completion_tokens === 'number') {
    const { prompt_tokens: prompt } = usage;
    return {
      ...(typeof prompt === 'number' && { prompt_tokens: prompt }),
      completion_tokens: usage.completion_tokens,
      ...speed,
    };
  }
  if (typeof timings?.predicted_n !== 'number') return null;
  const { prompt_n: fresh, cache_n: cached } = timings;
  return {
    ...(typeof fresh === 'number' && {
      prompt_tokens: fresh + (typeof cached === 'number' ? cached : 0),
    }),
    completion_tokens: timings.predicted_n,
    ...speed,
  };
}

const isPositive = (value: unknown): value is number => typeof value === 'number' && value > 0;
