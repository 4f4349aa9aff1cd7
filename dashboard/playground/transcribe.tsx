import { ClipPlayer } from '../audio/clip-player.tsx';
import { useClip } from '../audio/use-clip.ts';
import { usePlayer } from '../audio/use-player.ts';
import { useKept } from '../ui/use-kept.ts';
import { CallFooter } from './call-footer.tsx';
import { ChosenFile } from './chosen-file.tsx';
import { sampleForm } from './form-of.ts';
import { RunButton } from './run-button.tsx';
import { readSegments, wordAt, type Segment } from './segments.ts';
import { TranscribeSettings, type Hearing } from './transcribe-settings.tsx';
import { Transcript } from './transcript.tsx';
import { useTool } from './use-tool.ts';

/** What has been heard so far. */
interface Heard {
  readonly segments: readonly Segment[];
  readonly language: string;
  /** Nothing more comes. */
  readonly complete: boolean;
}

const NOTHING: Heard = { segments: [], language: '', complete: false };

/** Speech to text; the word being spoken is marked in the text and on the waveform. */
export function Transcribe() {
  const { file, choose, result = NOTHING, setResult, call, run } = useTool<Heard>('transcribe');
  const [hearing, setHearing] = useKept<Hearing>('hearing', { language: '', streamed: false });
  const { clip, problem } = useClip(file);
  const player = usePlayer(clip?.url);
  const word = wordAt(result.segments, player.time);
  const path = hearing.streamed ? '/stt/stream' : '/stt/transcribe';
  const fields = {
    language: hearing.language.trim(),
    word_timestamps: hearing.streamed ? '' : 'true',
  };
  const transcribe = (): void =>
    run(path, fields, async (answer, marks) => {
      let heard = NOTHING;
      const add = (more: Partial<Heard>): void => setResult((heard = { ...heard, ...more }));
      await readSegments(answer, marks, {
        onSegments: (more) => add({ segments: [...heard.segments, ...more] }),
        onLanguage: (language) => add({ language }),
      });
      add({ complete: true });
    });
  return (
    <div class="stack">
      <ChosenFile label="Drop a recording here" file={file} onFile={choose} />
      {problem && <p class="small soft">{problem} It can be transcribed all the same.</p>}
      {clip && <ClipPlayer label="the recording" clip={clip} player={player} mark={word} />}
      <div class="row">
        <RunButton call={call} disabled={!file} onRun={transcribe}>
          Transcribe
        </RunButton>
        <TranscribeSettings hearing={hearing} onChange={setHearing} />
      </div>
      <Transcript
        segments={result.segments}
        heard={result.complete}
        now={word}
        language={result.language}
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
