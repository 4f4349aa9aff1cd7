import { useKept } from '../ui/use-kept.ts';
import { readChat, type ChatMessage } from './chat-stream.ts';
import { useCall, type Call } from './use-call.ts';

export interface ChatSettings {
  readonly model: string;
  readonly system: string;
  readonly temperature: string;
  readonly max_tokens: string;
}

export interface Conversation {
  readonly messages: readonly ChatMessage[];
  readonly call: Call;
  /** What the server says while nothing has come yet. */
  readonly waiting: string;
  readonly tokens: number | undefined;
  readonly send: (text: string, settings: ChatSettings) => Promise<void>;
  /** Asks the last question once more; its answer is replaced. */
  readonly sendAgain: (settings: ChatSettings) => Promise<void>;
  readonly clear: () => void;
}

/** The body of `POST /v1/chat/completions`. */
export const chatBody = (
  messages: readonly ChatMessage[],
  { model, system, temperature, max_tokens: most }: ChatSettings,
): Record<string, unknown> => ({
  model,
  messages: [
    ...(system.trim() ? [{ role: 'system', content: system.trim() }] : []),
    ...messages.map(({ role, content }) => ({ role, content })),
  ],
  stream: true,
  ...(temperature !== '' && { temperature: Number(temperature) }),
  ...(most !== '' && { max_tokens: Number(most) }),
});

/** A conversation that is written while it streams in. */
export function useChat(): Conversation {
  const [messages, setMessages] = useKept<readonly ChatMessage[]>('messages', []);
  const [waiting, setWaiting] = useKept('chat waiting', '');
  const [tokens, setTokens] = useKept<number | undefined>('chat tokens', undefined);
  const call = useCall('chat');
  const append = (key: 'content' | 'thought', text: string): void => {
    setWaiting('');
    setMessages((old) => {
      const last = old.at(-1)!;
      return [...old.slice(0, -1), { ...last, [key]: (last[key] ?? '') + text }];
    });
  };
  const ask = async (
    before: readonly ChatMessage[],
    text: string,
    settings: ChatSettings,
  ): Promise<void> => {
    const asked: readonly ChatMessage[] = [
      ...before.filter(({ content }) => content !== ''),
      { role: 'user', content: text },
    ];
    setMessages([...asked, { role: 'assistant', content: '' }]);
    setTokens(undefined);
    setWaiting('');
    const json = { ...chatBody(asked, settings), stream_options: { include_usage: true } };
    await call.run('/v1/chat/completions', { json }, (answer, marks) =>
      readChat(answer, marks, {
        onText: (piece) => append('content', piece),
        onThought: (piece) => append('thought', piece),
        onComment: setWaiting,
        onUsage: setTokens,
      }),
    );
    setWaiting('');
  };
  return {
    messages,
    call,
    waiting,
    tokens,
    send: (text, settings) => ask(messages, text, settings),
    sendAgain: async (settings) => {
      const last = messages.findLastIndex(({ role }) => role === 'user');
      if (last >= 0) await ask(messages.slice(0, last), messages[last]!.content, settings);
    },
    clear: () => setMessages([]),
  };
}
