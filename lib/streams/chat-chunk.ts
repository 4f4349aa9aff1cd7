/** One event of a chat stream, or a whole answer, as far as the gateway looks at it. */
export interface ChatChunk {
  readonly error?: unknown;
  readonly usage?: {
    readonly prompt_tokens?: unknown;
    readonly completion_tokens?: unknown;
  } | null;
  /** llama.cpp's own count, which comes without being asked for. */
  readonly timings?: {
    readonly prompt_n?: unknown;
    readonly cache_n?: unknown;
    readonly predicted_n?: unknown;
    readonly predicted_per_second?: unknown;
  };
  readonly choices?: unknown;
}

interface Choice {
  readonly delta?: Readonly<Record<string, unknown>> | null;
  readonly text?: unknown;
  readonly finish_reason?: unknown;
}

/** The data of each event in `events`, one string a line; bytes outside ASCII are not decoded. */
export function* dataLines(events: Buffer): Generator<string> {
  for (const [, text] of events.toString('latin1').matchAll(/^data: ?(.*)/gm)) yield text!;
}

/** What cannot be parsed is an empty chunk. */
export function parseChunk(text: string): ChatChunk {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

const choicesOf = ({ choices }: ChatChunk): readonly Choice[] =>
  Array.isArray(choices)
    ? choices.filter((choice) => typeof choice === 'object' && choice !== null)
    : [];

export const isChat = ({ choices }: ChatChunk): boolean => Array.isArray(choices);

/** Whether a chunk says something; a role alone says nothing. */
export const speaks = (chunk: ChatChunk): boolean =>
  choicesOf(chunk).some(
    ({ delta, text }) =>
      isSaid(text) ||
      Object.entries(delta ?? {}).some(([key, value]) => key !== 'role' && isSaid(value)),
  );

const isSaid = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : Boolean(value);

export const finishes = (chunk: ChatChunk): boolean =>
  choicesOf(chunk).some((choice) => Boolean(choice.finish_reason));
