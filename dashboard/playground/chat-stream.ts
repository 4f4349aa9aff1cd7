import { readEvents } from '../api/events.ts';
import { Fault } from '../api/fault.ts';
import type { CallMarks } from './call-store.ts';

export interface ChatMessage {
  readonly role: 'user' | 'assistant';
  readonly content: string;
  /** What a reasoning model thought before. */
  readonly thought?: string;
}

export interface ChatPieces {
  readonly onText: (text: string) => void;
  readonly onThought: (text: string) => void;
  /** What the server says while the model is on its way. */
  readonly onComment: (text: string) => void;
  readonly onUsage: (tokens: number) => void;
}

interface Chunk {
  readonly error?: { readonly message?: string; readonly code?: string | null };
  readonly choices?: readonly {
    readonly delta?: {
      readonly content?: string | null;
      readonly reasoning_content?: string | null;
    };
  }[];
  readonly usage?: { readonly completion_tokens?: number } | null;
}

/** Reads a streamed completion to its end. @throws Fault for an error in the stream, or a stream that was cut */
export async function readChat(
  answer: Response,
  marks: CallMarks,
  pieces: ChatPieces,
): Promise<void> {
  let complete = false;
  for await (const { data } of readEvents(answer.body!, pieces.onComment)) {
    // Read on to the end of the body: who leaves at the last word is a client that left, in the log.
    if (data === '[DONE]') complete = true;
    else if (data !== '') take(JSON.parse(data) as Chunk, marks, pieces);
  }
  if (!complete && !marks.signal.aborted)
    throw new Fault(502, 'The stream ended before it was finished.');
}

function take({ error, choices, usage }: Chunk, marks: CallMarks, pieces: ChatPieces): void {
  if (error) throw new Fault(502, error.message ?? 'the stream broke', { code: error.code ?? '' });
  const { content, reasoning_content: thought } = choices?.[0]?.delta ?? {};
  if (content || thought) marks.firstResult();
  if (thought) pieces.onThought(thought);
  if (content) pieces.onText(content);
  if (usage?.completion_tokens) pieces.onUsage(usage.completion_tokens);
}
