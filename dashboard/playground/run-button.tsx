import type { ComponentChildren } from 'preact';
import { Icon } from '../ui/icon.tsx';
import type { Call } from './use-call.ts';

interface RunButtonProps {
  readonly call: Call;
  readonly disabled: boolean;
  /** Left out in a form: the button submits it. */
  readonly onRun?: () => void;
  readonly children: ComponentChildren;
}

/** Makes the call; while it lasts, ends it. */
export const RunButton = ({ call, disabled, onRun, children }: RunButtonProps) =>
  call.busy ? (
    <button type="button" class="button danger" onClick={call.stop}>
      <Icon name="stop" /> Stop
    </button>
  ) : (
    <button
      type={onRun ? 'button' : 'submit'}
      class="button primary"
      disabled={disabled}
      {...(onRun && { onClick: onRun })}
    >
      {children}
    </button>
  );
