import { useState } from 'preact/hooks';
import { ClipPlayer } from '../audio/clip-player.tsx';
import { useClip } from '../audio/use-clip.ts';
import { usePlayer } from '../audio/use-player.ts';
import { CallFooter } from './call-footer.tsx';
import { ChosenFile } from './chosen-file.tsx';
import { formOf, sampleForm } from './form-of.ts';
import { RunButton } from './run-button.tsx';
import { readSegments, wordAt, type Segment } from './segments.ts';
import { TranscribeSettings, type Hearing } from './transcribe-settings.tsx';
import { Transcript } from './transcript.tsx';
import { useCall } from './use-call.ts';

/** Speech to text; the word being spoken is marked in the text and on the waveform. */
export function Transcribe() {
  const [file, setFile] = useState<File>();
  const [hearing, setHearing] = useState<Hearing>({ language: '', streamed: false });
  const [segments, setSegments] = useState<readonly Segment[]>([]);
  const [heard, setHeard] = useState(false);
  const [language, setLanguage] = useState('');
  const call = useCall();
  const { clip, problem } = useClip(file);
  const player = usePlayer(clip?.url);
  const word = wordAt(segments, player.time);
  const path = hearing.streamed ? '/stt/stream' : '/stt/transcribe';
  const fields = {
    language: hearing.language.trim(),
    word_timestamps: hearing.streamed ? '' : 'true',
  };
  const forget = (): void => {
    setSegments([]);
    setHeard(false);
    setLanguage('');
  };
  const transcribe = (): void => {
    forget();
    void call.run(path, { form: formOf({ file: file! }, fields) }, async (answer, marks) => {
      await readSegments(answer, marks, {
        onSegments: (more) => setSegments((old) => [...old, ...more]),
        onLanguage: setLanguage,
      });
      setHeard(true);
    });
  };
  return (
    <div class="stack">
      <ChosenFile
        label="Drop a recording here"
        file={file}
        onFile={(next) => {
          call.stop();
          setFile(next);
          forget();
        }}
      />
      {problem && <p class="small soft">{problem} It can be transcribed all the same.</p>}
      {clip && <ClipPlayer label="the recording" clip={clip} player={player} mark={word} />}
      <div class="row">
        <RunButton call={call} disabled={!file} onRun={transcribe}>
          Transcribe
        </RunButton>
        <TranscribeSettings hearing={hearing} onChange={setHearing} />
      </div>
      <Transcript
        segments={segments}
        heard={heard}
        now={word}
        language={language}
        onSeek={player.seek}
      />
      <CallFooter
        call={call}
        doing="Transcribing"
        result="first words"
        sample={{ path, form: sampleForm({ file }, fields), streamed: hearing.streamed }}
      />
    </div>
  );
}
