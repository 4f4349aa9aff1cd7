import { useState } from 'preact/hooks';
import { toFault, type Fault } from '../api/fault.ts';
import { addReferences, voices } from '../api/voices.ts';
import { FileDrop } from '../audio/file-drop.tsx';
import { toast } from '../shell/toast.tsx';
import { FaultNote } from '../ui/fault-note.tsx';
import { FileList } from './file-list.tsx';
import { useFiles } from './use-files.ts';

/** More recordings for a voice. */
export function AddReferences({
  id,
  onDone,
}: {
  readonly id: string;
  readonly onDone: () => void;
}) {
  const files = useFiles();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault>();
  const send = async (): Promise<void> => {
    setBusy(true);
    setFault(undefined);
    try {
      await addReferences(
        id,
        files.list.map(({ file }) => file),
      );
      toast(files.list.length === 1 ? 'Recording added.' : 'Recordings added.');
      files.clear();
      onDone();
      void voices.refresh();
    } catch (thrown) {
      setFault(toFault(thrown));
    }
    setBusy(false);
  };
  return (
    <section class="stack tight" aria-label="Add recordings">
      <FileDrop label="Drop more recordings here" multiple onFiles={files.add} />
      {files.busy && <p class="small soft">Reading …</p>}
      <FileList files={files.list} rows={fault?.rows ?? []} onRemove={files.remove} />
      <FaultNote fault={fault} doing="Nothing was added" />
      {files.list.length > 0 && (
        <div class="row">
          <button
            type="button"
            class="button primary"
            disabled={busy || !files.ready}
            onClick={() => void send()}
          >
            {busy ? 'Sending …' : 'Add'}
          </button>
        </div>
      )}
    </section>
  );
}
