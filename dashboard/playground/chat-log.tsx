import { useEffect, useRef } from 'preact/hooks';
import type { ChatMessage } from './chat-stream.ts';
import type { Conversation } from './use-chat.ts';

/** The conversation; stays at its end while it grows. */
export function ChatLog({ chat }: { readonly chat: Conversation }) {
  const { messages, call, waiting, tokens } = chat;
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (call.busy) end.current?.scrollIntoView({ block: 'nearest' });
  }, [messages]);
  if (messages.length === 0)
    return (
      <p class="empty">
        <strong>Say something.</strong> Without a model named, one is chosen by rules from what you
        ask, loaded if need be, and named under the answer.
      </p>
    );
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
    <h3 class="small soft">{message.role === 'user' ? 'You' : 'Synapse'}</h3>
    {message.thought && (
      <details class="disclosure">
        <summary>Reasoning</summary>
        <p class="message-text soft">{message.thought}</p>
      </details>
    )}
    {message.content === '' && waiting && <p class="soft">{waiting} …</p>}
    <Body text={message.content} />
  </article>
);

/** Text with its fenced code set apart. */
const Body = ({ text }: { readonly text: string }) => (
  <>
    {text.split(/```(?:[\w+-]*\n)?/).map((part, index) =>
      index % 2 === 1 ? (
        <pre key={index} class="code">
          {part.replace(/\n$/, '')}
        </pre>
      ) : (
        part.trim() && (
          <p key={index} class="message-text">
            {part.trim()}
          </p>
        )
      ),
    )}
  </>
);
