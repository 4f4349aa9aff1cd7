import { randomUUID } from 'node:crypto';
import type { ChatMessage } from './chat-message.ts';
import { fitAnswer, type FinishReason, type Limits } from './fit-answer.ts';
import { countTokens } from './token-pieces.ts';

/** Counts are the approximation of `token-pieces.ts`. */
export interface Usage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
}

/** llama.cpp's `timings`, as far as they mean something here. */
export interface Timings {
  readonly cache_n: 0;
  readonly prompt_n: number;
  readonly prompt_ms: number;
  readonly prompt_per_second: number;
  readonly predicted_n: number;
  readonly predicted_ms: number;
  readonly predicted_per_second: number;
}

/** A finished answer, before it takes one of its two forms. */
export interface Completion {
  readonly id: string;
  /** Seconds since 1970. */
  readonly created: number;
  readonly model: string;
  readonly text: string;
  readonly finishReason: FinishReason;
  readonly usage: Usage;
  readonly timings?: Timings | undefined;
}

export interface CompletionOptions extends Limits {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  /** How long the answer took, in milliseconds; gives `timings`. */
  readonly milliseconds?: number | undefined;
  /** Milliseconds since 1970; now when left out. */
  readonly now?: number | undefined;
}

/** An answer's text within its limits, with a name of its own and its usage. */
export function complete(text: string, options: CompletionOptions): Completion {
  const fitted = fitAnswer(text, options);
  const prompt = options.messages.reduce((sum, message) => sum + countTokens(message.text), 0);
  return {
    id: `chatcmpl-${randomUUID().replaceAll('-', '')}`,
    created: Math.floor((options.now ?? Date.now()) / 1000),
    model: options.model,
    text: fitted.text,
    finishReason: fitted.finishReason,
    usage: {
      prompt_tokens: prompt,
      completion_tokens: fitted.tokens,
      total_tokens: prompt + fitted.tokens,
    },
    timings:
      options.milliseconds === undefined
        ? undefined
        : timingsOf(prompt, fitted.tokens, options.milliseconds),
  };
}

/** The answer of a request that does not stream. */
export const completionBody = (completion: Completion): Record<string, unknown> => ({
  id: completion.id,
  object: 'chat.completion',
  created: completion.created,
  model: completion.model,
  choices: [
    {
      index: 0,
      message: { role: 'assistant', content: completion.text, refusal: null },
      logprobs: null,
      finish_reason: completion.finishReason,
    },
  ],
  usage: completion.usage,
  ...(completion.timings && { timings: completion.timings }),
});

/** Searching is all of the time; saying what was found takes none. */
function timingsOf(prompt: number, predicted: number, milliseconds: number): Timings {
  const seconds = Math.max(milliseconds, 0.001) / 1000;
  return {
    cache_n: 0,
    prompt_n: prompt,
    prompt_ms: milliseconds,
    prompt_per_second: prompt / seconds,
    predicted_n: predicted,
    predicted_ms: 0,
    predicted_per_second: 0,
  };
}
