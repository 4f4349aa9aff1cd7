interface ChatWelcomeProps {
  readonly onSend: (text: string) => void;
}

const EXAMPLES = [
  'What is 17 times 23?',
  'Write a Python function that reverses a string.',
  'Explain in two sentences what a circuit breaker does.',
];

/** An empty conversation: what happens without a model named, and something to begin with. */
export const ChatWelcome = ({ onSend }: ChatWelcomeProps) => (
  <div class="empty">
    <strong>Say something.</strong>
    <p>
      Without a model named, one is chosen by rules from what you ask, loaded if need be, and named
      under the answer.
    </p>
    <div class="row chat-examples">
      {EXAMPLES.map((text) => (
        <button key={text} type="button" class="button" onClick={() => onSend(text)}>
          {text}
        </button>
      ))}
    </div>
  </div>
);
