import type { FaultRow } from '../api/fault.ts';
import { BlobPlayer } from '../audio/blob-player.tsx';
import { Icon } from '../ui/icon.tsx';
import type { Prepared } from './prepare-file.ts';

interface FileListProps {
  readonly files: readonly Prepared[];
  /** What the server said, by place in the list. */
  readonly rows: readonly FaultRow[];
  readonly onRemove: (key: number) => void;
}

/** Recordings about to be sent, each with what is wrong with it. */
export const FileList = ({ files, rows, onRemove }: FileListProps) => (
  <ul class="list">
    {files.map(({ key, name, file, problem }, index) => {
      const said =
        problem || rows.find(({ loc }) => loc.includes('files') && loc.includes(index))?.msg;
      return (
        <li key={key} class="stack tight">
          <span class="row spread small">
            <span class="break">{name}</span>
            <button
              type="button"
              class="button icon quiet"
              aria-label={`Leave ${name} out`}
              onClick={() => onRemove(key)}
            >
              <Icon name="close" />
            </button>
          </span>
          {said && (
            <span class="small bad-text" role="alert">
              {said}
            </span>
          )}
          {!problem && <BlobPlayer label={name} blob={file} height={28} />}
        </li>
      );
    })}
  </ul>
);
