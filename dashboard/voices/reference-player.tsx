import { useState } from 'preact/hooks';
import { toFault } from '../api/fault.ts';
import { request } from '../api/request.ts';
import { referenceUrl, type Voice } from '../api/voices.ts';
import { BlobPlayer } from '../audio/blob-player.tsx';
import { fileSize } from '../ui/format.ts';
import { Icon } from '../ui/icon.tsx';
import { DeleteReference } from './delete-reference.tsx';

interface ReferencePlayerProps {
  readonly id: string;
  readonly file: Voice['files'][number];
  /** A voice keeps its last recording. */
  readonly last: boolean;
  readonly onDeleted: () => void;
}

/** One recording; its audio is fetched when it is asked for. */
export function ReferencePlayer({ id, file, last, onDeleted }: ReferencePlayerProps) {
  const [blob, setBlob] = useState<Blob>();
  const [problem, setProblem] = useState('');
  const fetchIt = async (): Promise<void> => {
    try {
      setBlob(await (await request(referenceUrl(id, file.name))).blob());
    } catch (thrown) {
      setProblem(toFault(thrown).message);
    }
  };
  return (
    <li class="stack tight">
      <span class="row spread small">
        <span class="mono">{file.name}</span>
        <span class="mono soft">
          {file.duration_seconds.toFixed(1)} s · {file.sample_rate / 1000} kHz ·{' '}
          {fileSize(file.bytes)}
        </span>
        <span class="row">
          {!blob && (
            <button
              type="button"
              class="button"
              aria-label={`Listen to ${file.name}`}
              onClick={() => void fetchIt()}
            >
              <Icon name="play" /> Listen
            </button>
          )}
          <a
            class="button icon quiet"
            href={referenceUrl(id, file.name)}
            download={file.name}
            aria-label={`Download ${file.name}`}
            title="Download"
          >
            <Icon name="download" />
          </a>
          {!last && <DeleteReference id={id} name={file.name} onDone={onDeleted} />}
        </span>
      </span>
      {blob && <BlobPlayer label={file.name} blob={blob} />}
      {problem && <span class="small bad-text">{problem}</span>}
    </li>
  );
}
