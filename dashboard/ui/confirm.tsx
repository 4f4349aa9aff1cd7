import type { ComponentChildren } from 'preact';
import { Dialog } from './dialog.tsx';

interface ConfirmProps {
  readonly title: string;
  readonly children: ComponentChildren;
  /** What the button does, as a verb. */
  readonly action: string;
  readonly danger?: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks before something that is felt elsewhere or cannot be undone. */
export const Confirm = ({ title, children, action, danger, onConfirm, onClose }: ConfirmProps) => (
  <Dialog
    title={title}
    onClose={onClose}
    actions={
      <button
        type="button"
        class={danger ? 'button danger' : 'button primary'}
        onClick={() => {
          onClose();
          onConfirm();
        }}
      >
        {action}
      </button>
    }
  >
    {children}
  </Dialog>
);
