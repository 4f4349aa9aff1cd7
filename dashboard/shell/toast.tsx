import { signal } from '@preact/signals';

const messages = signal<readonly { readonly id: number; readonly text: string }[]>([]);
let last = 0;

/** Says what happened, for five seconds; screen readers hear it too. */
export function toast(text: string): void {
  const id = ++last;
  messages.value = [...messages.value.slice(-2), { id, text }];
  setTimeout(() => {
    messages.value = messages.value.filter((message) => message.id !== id);
  }, 5_000);
}

export const Toasts = () => (
  <div class="toasts" role="status" aria-live="polite">
    {messages.value.map(({ id, text }) => (
      <div class="toast" key={id}>
        {text}
      </div>
    ))}
  </div>
);
