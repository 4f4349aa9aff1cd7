import { useEffect, useRef } from 'preact/hooks';
import { CopyText } from '../ui/copy-text.tsx';
import type { ChatMessage } from './chat-stream.ts';
import { Markdown } from './markdown.tsx';
import type { Conversation } from './use-chat.ts';

/** The conversation; stays at its end while it grows. */
export function ChatLog({ chat }: { readonly chat: Conversation }) {
  const { messages, call, waiting, tokens } = chat;
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (call.busy) end.current?.scrollIntoView({ block: 'nearest' });
  }, [messages]);
  return (
    <div class="chat-log" role="log" aria-label="Conversation">
      {messages.map((message, index) => (
        <Message
          key={index}
          message={message}
          waiting={
            index === messages.length - 1 && call.busy
              ? waiting || 'waiting for the first token'
              : ''
          }
        />
      ))}
      {!call.busy && tokens !== undefined && (
        <p class="small soft mono">
          {tokens} tokens{speed(tokens, call.timing?.firstResultMs, call.timing?.totalMs)}
        </p>
      )}
      <div ref={end} />
    </div>
  );
}

const speed = (tokens: number, first: number | undefined, total: number | undefined): string =>
  first !== undefined && total !== undefined && total - first > 50
    ? `, ${(tokens / ((total - first) / 1000)).toFixed(1)} per second`
    : '';

const Message = ({
  message,
  waiting,
}: {
  readonly message: ChatMessage;
  readonly waiting: string;
}) => (
  <article class={`message message-${message.role}`}>
    <header class="row spread">
      <h2 class="small soft">{message.role === 'user' ? 'You' : 'Synapse'}</h2>
      {message.role === 'assistant' && message.content !== '' && (
        <CopyText text={message.content} label="Copy the answer" />
      )}
    </header>
    {message.thought && (
      <details class="disclosure">
        <summary>Reasoning</summary>
        <p class="message-text soft">{message.thought}</p>
      </details>
    )}
    {message.content === '' && waiting && <p class="soft">{waiting} …</p>}
    {message.role === 'assistant' ? (
      <Markdown text={message.content} />
    ) : (
      <p class="message-text">{message.content}</p>
    )}
  </article>
);
