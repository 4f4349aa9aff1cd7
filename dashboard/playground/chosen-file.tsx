import { FileDrop } from '../audio/file-drop.tsx';
import { fileSize } from '../ui/format.ts';
import { Icon } from '../ui/icon.tsx';

interface ChosenFileProps {
  readonly label: string;
  readonly file: File | undefined;
  readonly onFile: (file: File | undefined) => void;
}

/** Asks for a recording, or names the one there is. */
export const ChosenFile = ({ label, file, onFile }: ChosenFileProps) =>
  file ? (
    <p class="row spread small">
      <span class="break">
        <strong>{file.name}</strong> <span class="soft mono">{fileSize(file.size)}</span>
      </span>
      <button type="button" class="button quiet" onClick={() => onFile(undefined)}>
        <Icon name="close" /> Another
      </button>
    </p>
  ) : (
    <FileDrop label={label} onFiles={([first]) => onFile(first)} />
  );
