import { useState } from 'preact/hooks';
import { toFault, type Fault } from '../api/fault.ts';
import { renameVoice, voices, type Voice } from '../api/voices.ts';
import { Dialog } from '../ui/dialog.tsx';
import { FaultNote } from '../ui/fault-note.tsx';

export function RenameVoice({
  voice,
  onDone,
}: {
  readonly voice: Voice;
  readonly onDone: () => void;
}) {
  const [name, setName] = useState<string>();
  const [fault, setFault] = useState<Fault>();
  const [busy, setBusy] = useState(false);
  const rename = async (): Promise<void> => {
    setBusy(true);
    try {
      await renameVoice(voice.voice_id, name!.trim());
      setName(undefined);
      onDone();
      void voices.refresh();
    } catch (thrown) {
      setFault(toFault(thrown));
    } finally {
      setBusy(false);
    }
  };
  const open = (): void => {
    setFault(undefined);
    setName(voice.name);
  };
  return (
    <>
      <button type="button" class="button" onClick={open}>
        Rename
      </button>
      {name !== undefined && (
        <Dialog
          title="Rename the voice"
          onClose={() => setName(undefined)}
          actions={
            <button
              type="submit"
              form="rename-form"
              class="button primary"
              disabled={busy || name.trim() === ''}
            >
              Rename
            </button>
          }
        >
          <form
            id="rename-form"
            class="stack tight"
            onSubmit={(event) => {
              event.preventDefault();
              void rename();
            }}
          >
            <div class="field">
              <label class="label" for="rename">
                Name
              </label>
              <input
                id="rename"
                class="input"
                maxLength={100}
                value={name}
                onInput={(event) => setName(event.currentTarget.value)}
              />
            </div>
            <FaultNote fault={fault} />
          </form>
        </Dialog>
      )}
    </>
  );
}
