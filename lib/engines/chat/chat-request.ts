import { z } from 'zod';
import { ApiError } from '../../errors.ts';
import { MessageBody, toMessage, type ChatMessage } from './chat-message.ts';

const Limit = z
  .int('must be an integer')
  .min(-1, 'must be at least 1, or -1 for no limit')
  .refine((value) => value !== 0, 'must be at least 1, or -1 for no limit')
  .nullish();

/** What is read of a chat request; tools and sampling parameters are ignored, they mean nothing here. */
const ChatBody = z.looseObject({
  model: z.string('must be a string').nullish(),
  messages: z.array(MessageBody, 'must be a list of messages').min(1, 'must not be empty'),
  stream: z.boolean('must be true or false').nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  max_tokens: Limit,
  max_completion_tokens: Limit,
  stop: z
    .union([z.string(), z.array(z.string()).max(16)], 'must be a string or up to 16 strings')
    .nullish(),
  n: z.literal(1, 'must be 1: this model has one answer to a conversation').nullish(),
  response_format: z
    .looseObject({
      type: z.literal('text', 'must be "text": this model quotes text, it writes no JSON'),
    })
    .nullish(),
});

export interface ChatQuery {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  readonly stream: boolean;
  readonly includeUsage: boolean;
  /** Unlimited when undefined. */
  readonly maxTokens: number | undefined;
  readonly stop: readonly string[];
}

/** Reads a request body. Throws {@link ApiError} 400 whose message and `param` name the field. */
export function readChatRequest(body: unknown): ChatQuery {
  const read = ChatBody.safeParse(body);
  if (!read.success) {
    const { path, message } = read.error.issues[0]!;
    const param = path.join('.') || undefined;
    throw new ApiError(400, 'invalid_value', `${param ?? 'the body'}: ${message}`, { param });
  }
  const { model, messages, stream, stream_options, stop } = read.data;
  const limit = read.data.max_completion_tokens ?? read.data.max_tokens ?? -1;
  return {
    model: model ?? '',
    messages: messages.map(toMessage),
    stream: stream ?? false,
    includeUsage: stream_options?.include_usage ?? false,
    maxTokens: limit > 0 ? limit : undefined,
    stop: typeof stop === 'string' ? [stop] : (stop ?? []),
  };
}
