import { useState } from 'preact/hooks';
import { RunButton } from './run-button.tsx';
import type { Conversation } from './use-chat.ts';

interface ChatComposerProps {
  readonly chat: Conversation;
  readonly onSend: (text: string) => void;
  readonly onAgain: () => void;
}

/** The field one writes in. Enter sends. */
export function ChatComposer({ chat, onSend, onAgain }: ChatComposerProps) {
  const [text, setText] = useState('');
  const { call, messages } = chat;
  const send = (): void => {
    if (call.busy || text.trim() === '') return;
    setText('');
    onSend(text.trim());
  };
  return (
    <form
      class="stack tight"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <label class="sr-only" for="chat-text">
        Message
      </label>
      <textarea
        id="chat-text"
        class="textarea"
        rows={3}
        placeholder="Ask something. Enter sends, Shift + Enter starts a new line."
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          send();
        }}
      />
      <div class="row">
        <RunButton call={call} disabled={text.trim() === ''}>
          Send
        </RunButton>
        <button
          type="button"
          class="button"
          disabled={call.busy || messages.length === 0}
          onClick={onAgain}
        >
          Answer again
        </button>
        <button
          type="button"
          class="button"
          disabled={call.busy || messages.length === 0}
          onClick={chat.clear}
        >
          New conversation
        </button>
      </div>
    </form>
  );
}
