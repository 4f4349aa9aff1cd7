import { useState } from 'preact/hooks';
import { toFault, type Fault } from '../api/fault.ts';
import { createVoice, voices } from '../api/voices.ts';
import { FileDrop } from '../audio/file-drop.tsx';
import { go, route } from '../shell/route.ts';
import { toast } from '../shell/toast.tsx';
import { FaultNote } from '../ui/fault-note.tsx';
import { FileList } from './file-list.tsx';
import { useFiles } from './use-files.ts';

/** Name and recordings of a voice to come. */
export function NewVoice() {
  const [name, setName] = useState('');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault>();
  const files = useFiles();
  const create = async (): Promise<void> => {
    setBusy(true);
    setFault(undefined);
    try {
      const { voice_id: id } = await createVoice(
        name.trim(),
        files.list.map(({ file }) => file),
      );
      toast(`${name.trim()} is ready.`);
      await voices.refresh();
      // Whoever has gone on to something else meanwhile stays there.
      if (route.value.view === 'voices') go('voices', id);
    } catch (thrown) {
      setFault(toFault(thrown));
      setBusy(false);
    }
  };
  return (
    <form
      class="pane side stack"
      aria-labelledby="new-title"
      onSubmit={(event) => {
        event.preventDefault();
        void create();
      }}
    >
      <h2 id="new-title">New voice</h2>
      <div class="field">
        <label class="label" for="voice-name">
          Name
        </label>
        <input
          id="voice-name"
          class="input"
          maxLength={100}
          required
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </div>
      <FileDrop
        label="Drop recordings here"
        hint="1 to 10, each 5 to 30 s"
        multiple
        onFiles={files.add}
      />
      {files.busy && <p class="small soft">Reading …</p>}
      <FileList files={files.list} rows={fault?.rows ?? []} onRemove={files.remove} />
      <p class="small soft">
        One person, no music, as little noise as can be. The first recording is the one that is
        cloned. Only use voices you may use.
      </p>
      <FaultNote fault={fault} doing="The voice was not made" />
      <div class="row">
        <button
          type="submit"
          class="button primary"
          disabled={busy || !files.ready || name.trim() === ''}
        >
          {busy ? 'Sending …' : 'Create the voice'}
        </button>
      </div>
    </form>
  );
}
