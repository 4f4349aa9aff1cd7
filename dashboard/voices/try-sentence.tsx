import { useState } from 'preact/hooks';
import { toFault, type Fault } from '../api/fault.ts';
import { request } from '../api/request.ts';
import { BlobPlayer } from '../audio/blob-player.tsx';
import { FaultNote } from '../ui/fault-note.tsx';
import { Icon } from '../ui/icon.tsx';
import { Progress } from '../ui/progress.tsx';

/** Speaks a sentence with the voice. */
export function TrySentence({ id }: { readonly id: string }) {
  const [text, setText] = useState('The quick brown fox jumps over the lazy dog.');
  const [blob, setBlob] = useState<Blob>();
  const [mode, setMode] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault>();
  const speak = async (): Promise<void> => {
    setBusy(true);
    setFault(undefined);
    try {
      const answer = await request('/tts/synthesize', { json: { text, voice_id: id } });
      setMode(answer.headers.get('x-synapse-voice-mode'));
      setBlob(await answer.blob());
    } catch (thrown) {
      setFault(toFault(thrown));
    }
    setBusy(false);
  };
  return (
    <form
      class="stack tight"
      onSubmit={(event) => {
        event.preventDefault();
        void speak();
      }}
    >
      <label class="sr-only" for="sentence">
        A sentence to try
      </label>
      <div class="row nowrap-row">
        <input
          id="sentence"
          class="input"
          maxLength={5000}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <button type="submit" class="button primary" disabled={busy || text.trim() === ''}>
          <Icon name="play" /> Try it
        </button>
      </div>
      {busy && <Progress label="Speaking" />}
      <FaultNote fault={fault} doing="It was not spoken" />
      {blob && <BlobPlayer label="the sentence" blob={blob} />}
      {mode === 'matched' && (
        <p class="small soft">
          The embedded engine matches pitch and tone; it does not clone. A Chatterbox backend does.
        </p>
      )}
    </form>
  );
}
