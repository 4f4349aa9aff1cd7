import { signal } from '@preact/signals';
import { Dialog } from '../ui/dialog.tsx';

export const helpOpen = signal(false);

const KEYS = [
  ['1 – 8', 'Go to a view'],
  ['r', 'Refresh what is on the screen'],
  ['/', 'Search in this view'],
  ['t', 'Dark or light'],
  ['?', 'This list'],
  ['Esc', 'Close, or leave a field'],
] as const;

export const Help = () =>
  helpOpen.value ? (
    <Dialog title="Keyboard" onClose={() => (helpOpen.value = false)}>
      <dl class="keys">
        {KEYS.map(([key, what]) => (
          <>
            <dt>
              <kbd class="key">{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </>
        ))}
      </dl>
    </Dialog>
  ) : null;
