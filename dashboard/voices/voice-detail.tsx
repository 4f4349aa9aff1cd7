import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { isAbort, toFault, type Fault } from '../api/fault.ts';
import { readVoice, type Voice } from '../api/voices.ts';
import { onEscape } from '../shell/keys.ts';
import { go, href } from '../shell/route.ts';
import { FaultNote } from '../ui/fault-note.tsx';
import { Icon } from '../ui/icon.tsx';
import { Progress } from '../ui/progress.tsx';
import { AddReferences } from './add-references.tsx';
import { DeleteVoice } from './delete-voice.tsx';
import { ReferencePlayer } from './reference-player.tsx';
import { RenameVoice } from './rename-voice.tsx';
import { TrySentence } from './try-sentence.tsx';

/** One voice: its recordings, more of them, its name, and how it sounds. */
export function VoiceDetail({ id }: { readonly id: string }) {
  const [voice, setVoice] = useState<Voice>();
  const [fault, setFault] = useState<Fault>();
  const [version, setVersion] = useState(0);
  useLayoutEffect(() => onEscape(() => go('voices')), []);
  useEffect(() => {
    const leaving = new AbortController();
    readVoice(id, leaving.signal).then(setVoice, (thrown: unknown) => {
      if (!isAbort(thrown)) setFault(toFault(thrown));
    });
    return () => leaving.abort();
  }, [id, version]);
  if (fault) return <FaultNote fault={fault} doing="The voice cannot be read" />;
  if (!voice) return <Progress label="Reading the voice" />;
  const again = (): void => setVersion((old) => old + 1);
  return (
    <section class="pane side stack" aria-labelledby="voice-title">
      <header class="row spread">
        <h2 id="voice-title" class="break">
          {voice.name}
        </h2>
        <span class="row">
          <RenameVoice voice={voice} onDone={again} />
          <DeleteVoice voice={voice} />
          <a class="button icon quiet" href={href('voices')} aria-label="Close" title="Close (Esc)">
            <Icon name="close" />
          </a>
        </span>
      </header>
      <p class="small soft mono break">{voice.voice_id}</p>
      <TrySentence id={id} />
      <section aria-labelledby="recordings-title">
        <div class="section-head">
          <h3 id="recordings-title">Recordings</h3>
          <span class="small soft mono">{voice.duration_seconds.toFixed(1)} s</span>
        </div>
        <ul class="list">
          {voice.files.map((file) => (
            <ReferencePlayer
              key={file.name}
              id={id}
              file={file}
              last={voice.files.length === 1}
              onDeleted={again}
            />
          ))}
        </ul>
      </section>
      <AddReferences id={id} onDone={again} />
    </section>
  );
}
