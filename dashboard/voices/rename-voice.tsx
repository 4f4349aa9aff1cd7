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
  const rename = async (): Promise<void> => {
    try {
      await renameVoice(voice.voice_id, name!.trim());
      setName(undefined);
      onDone();
      void voices.refresh();
    } catch (thrown) {
      setFault(toFault(thrown));
    }
  };
  return (
    <>
      <button type="button" class="button" onClick={() => setName(voice.name)}>
        Rename
      </button>
      {name !== undefined && (
        <Dialog
          title="Rename the voice"
          onClose={() => setName(undefined)}
          actions={
            <button
              type="button"
              class="button primary"
              disabled={name.trim() === ''}
              onClick={() => void rename()}
            >
              Rename
            </button>
          }
        >
          <div class="stack tight">
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
          </div>
        </Dialog>
      )}
    </>
  );
}
