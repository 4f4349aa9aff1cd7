import type { ComponentChildren } from 'preact';

export type Tone = 'ok' | 'warn' | 'bad' | 'sleep' | 'off' | 'busy';

/** A mark whose shape and colour say the state, with its word. */
export const State = ({
  tone,
  children,
}: {
  readonly tone: Tone;
  readonly children?: ComponentChildren;
}) => (
  <span class={`state state-${tone}`}>
    <i class="dot" aria-hidden="true" />
    {children}
  </span>
);
