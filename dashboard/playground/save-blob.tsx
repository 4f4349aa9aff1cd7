import { Icon } from '../ui/icon.tsx';
import { saveAs } from '../ui/save-as.ts';

export const SaveBlob = ({ blob, name }: { readonly blob: Blob; readonly name: string }) => (
  <button
    type="button"
    class="button icon"
    aria-label={`Download ${name}`}
    title="Download"
    onClick={() => saveAs(blob, name)}
  >
    <Icon name="download" />
  </button>
);
