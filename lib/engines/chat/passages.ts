import type { ChatMessage, MessageRole } from './chat-message.ts';
import { cutSentences } from './cut-sentences.ts';
import { isOwnAnswer } from './own-words.ts';
import { isFrame, isOrder, isQuestion } from './sentence-kinds.ts';

/** A sentence of the conversation that can be quoted, and where it stands. */
export interface Passage {
  readonly text: string;
  readonly role: MessageRole;
  /** Which of the messages of that role, from 1. */
  readonly message: number;
  /** Which sentence of the message, from 1. */
  readonly sentence: number;
  /** The sentence before it in the message, which a "he" or "it" may refer to. */
  readonly before: string;
}

/**
 * The sentences that may answer something: not questions, headings or orders to the assistant, and not its own earlier
 * answers. `asked` are sentences of the last user message that are the request itself.
 */
export function passagesOf(
  messages: readonly ChatMessage[],
  asked: readonly string[] = [],
): Passage[] {
  const counts = new Map<MessageRole, number>();
  const last = messages.findLastIndex((message) => message.role === 'user');
  return messages.flatMap(({ role, text }, index) => {
    const message = (counts.get(role) ?? 0) + 1;
    counts.set(role, message);
    if (role === 'assistant' && isOwnAnswer(text)) return [];
    const told = role === 'system' || role === 'developer';
    const sentences = cutSentences(text);
    return sentences
      .map((sentence, at) => ({
        text: sentence,
        role,
        message,
        sentence: at + 1,
        before: sentences[at - 1] ?? '',
      }))
      .filter((passage) => !isQuestion(passage.text) && !isFrame(passage.text))
      .filter((passage) => !(told && isOrder(passage.text)))
      .filter((passage) => !(index === last && asked.includes(passage.text)));
  });
}

/** Where a passage stands, in words. */
export function placeOf({ role, message, sentence }: Passage): string {
  switch (role) {
    case 'user':
      return `your message ${message}, sentence ${sentence}`;
    case 'assistant':
      return `an earlier answer, sentence ${sentence}`;
    case 'system':
    case 'developer':
      return `the system message, sentence ${sentence}`;
    case 'tool':
    case 'function':
      return `a tool's result, sentence ${sentence}`;
  }
}
