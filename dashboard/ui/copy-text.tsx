import { copy } from './copy.ts';
import { Icon } from './icon.tsx';

/** A small button that copies. */
export const CopyText = ({ text, label }: { readonly text: string; readonly label: string }) => (
  <button
    type="button"
    class="button icon quiet"
    aria-label={label}
    title={label}
    onClick={() => void copy(text)}
  >
    <Icon name="copy" />
  </button>
);
