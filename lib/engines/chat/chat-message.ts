import { z } from 'zod';

const Part = z.looseObject({ type: z.string().optional(), text: z.string().nullish() });

/** A message as OpenAI clients send it: text, or a list of parts of which the text ones are read. */
export const MessageBody = z.looseObject({
  role: z.enum(
    ['system', 'developer', 'user', 'assistant', 'tool', 'function'],
    'must be system, developer, user, assistant, tool or function',
  ),
  content: z
    .union(
      [z.string(), z.array(z.union([z.string(), Part]))],
      'must be a string or a list of parts',
    )
    .nullish(),
});

export type MessageRole = z.infer<typeof MessageBody>['role'];

/** A message as the assistant reads it. */
export interface ChatMessage {
  readonly role: MessageRole;
  /** Empty where the message had no text, such as one of images only. */
  readonly text: string;
}

export function toMessage({ role, content }: z.infer<typeof MessageBody>): ChatMessage {
  if (!Array.isArray(content)) return { role, text: content ?? '' };
  const texts = content.map((part) => (typeof part === 'string' ? part : (part.text ?? '')));
  return { role, text: texts.filter((text) => text !== '').join('\n') };
}
