import { useRef, useState } from 'preact/hooks';
import { Icon } from '../ui/icon.tsx';
import { Recorder } from './recorder.tsx';

interface FileDropProps {
  readonly label: string;
  readonly multiple?: boolean;
  readonly onFiles: (files: readonly File[]) => void;
  readonly hint?: string;
}

/** Takes recordings: dropped, chosen, or from the microphone. */
export function FileDrop({ label, multiple = false, onFiles, hint }: FileDropProps) {
  const [over, setOver] = useState(false);
  const [problem, setProblem] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const take = (files: Iterable<File> | null | undefined): void => {
    const list = [...(files ?? [])];
    setProblem('');
    if (list.length > 0) onFiles(multiple ? list : list.slice(0, 1));
  };
  return (
    <div
      class="drop"
      role="group"
      aria-label={label}
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer?.files);
      }}
    >
      <span class="small">
        {label}
        {hint && <span class="soft"> · {hint}</span>}
      </span>
      <span class="row">
        <button type="button" class="button" onClick={() => input.current?.click()}>
          <Icon name="upload" /> Choose {multiple ? 'files' : 'a file'}
        </button>
        <Recorder onRecorded={(file) => take([file])} onFail={setProblem} />
      </span>
      <input
        ref={input}
        type="file"
        accept="audio/*,.wav,.mp3,.flac,.ogg,.opus,.m4a,.webm"
        multiple={multiple}
        hidden
        aria-label={label}
        onChange={(event) => {
          take(event.currentTarget.files);
          event.currentTarget.value = '';
        }}
      />
      {problem && (
        <span class="small bad-text" role="alert">
          {problem}
        </span>
      )}
    </div>
  );
}
