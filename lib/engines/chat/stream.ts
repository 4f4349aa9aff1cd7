import type { Completion, Timings, Usage } from './completion.ts';
import type { FinishReason } from './fit-answer.ts';

/** One `chat.completion.chunk`. */
export interface ChatChunk {
  readonly id: string;
  readonly object: 'chat.completion.chunk';
  readonly created: number;
  readonly model: string;
  readonly choices: readonly {
    readonly index: 0;
    readonly delta: { readonly role?: 'assistant'; readonly content?: string };
    readonly logprobs: null;
    readonly finish_reason: FinishReason | null;
  }[];
  /** Present where usage was asked for: null but in the last chunk. */
  readonly usage?: Usage | null;
  readonly timings?: Timings;
}

export interface StreamOptions {
  /** `stream_options.include_usage`: one more chunk, without choices, that carries the usage. */
  readonly includeUsage?: boolean | undefined;
}

/** The role, the text word by word, the reason of the end and, where asked for, the usage. */
export function* chatChunks(
  completion: Completion,
  { includeUsage = false }: StreamOptions = {},
): Generator<ChatChunk> {
  const { id, created, model, finishReason, usage, timings } = completion;
  const head = { id, object: 'chat.completion.chunk', created, model } as const;
  const none = includeUsage ? { usage: null } : {};
  const chunk = (
    delta: ChatChunk['choices'][number]['delta'],
    finish_reason: FinishReason | null = null,
  ): ChatChunk => ({
    ...head,
    choices: [{ index: 0, delta, logprobs: null, finish_reason }],
    ...none,
  });
  const last = timings ? { timings } : {};
  yield chunk({ role: 'assistant', content: '' });
  for (const content of words(completion.text)) yield chunk({ content });
  yield { ...chunk({}, finishReason), ...(includeUsage ? {} : last) };
  if (includeUsage) yield { ...head, choices: [], usage, ...last };
}

/** The chunks as the lines of an event stream, `[DONE]` included. */
export function* chatEvents(
  completion: Completion,
  options: StreamOptions = {},
): Generator<string> {
  for (const chunk of chatChunks(completion, options)) yield `data: ${JSON.stringify(chunk)}\n\n`;
  yield 'data: [DONE]\n\n';
}

/** Words, each with the white space before it; joined they are the text. */
const words = (text: string): string[] => text.match(/\s*\S+|\s+$/gu) ?? [];
