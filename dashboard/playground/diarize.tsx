import { useMemo } from 'preact/hooks';
import { ClipPlayer } from '../audio/clip-player.tsx';
import { useClip } from '../audio/use-clip.ts';
import { usePlayer } from '../audio/use-player.ts';
import { useKept } from '../ui/use-kept.ts';
import { CallFooter } from './call-footer.tsx';
import { ChosenFile } from './chosen-file.tsx';
import { sampleForm } from './form-of.ts';
import { Lanes, tintsOf, type Turn } from './lanes.tsx';
import { RunButton } from './run-button.tsx';
import { useTool } from './use-tool.ts';

interface Diarization {
  readonly num_speakers: number;
  readonly segments: readonly Turn[];
  readonly duration: number;
}

/** Who speaks when: every speaker has a lane, and a colour on the waveform. */
export function Diarize() {
  const { file, choose, result: found, setResult, call, run } = useTool<Diarization>('diarize');
  const [speakers, setSpeakers] = useKept('diarize speakers', '');
  const { clip, problem } = useClip(file);
  const player = usePlayer(clip?.url);
  const tints = useMemo(() => found && tintsOf(found.segments), [found]);
  const fields = { num_speakers: speakers };
  const diarize = (): void =>
    run('/speakers/diarize', fields, async (answer) =>
      setResult((await answer.json()) as Diarization),
    );
  return (
    <div class="stack">
      <ChosenFile label="Drop a conversation here" file={file} onFile={choose} />
      {problem && <p class="small soft">{problem}</p>}
      {clip && (
        <div class="lane-player">
          <ClipPlayer label="the recording" clip={clip} player={player} tints={tints} />
        </div>
      )}
      {found && (
        <Lanes
          turns={found.segments}
          seconds={clip?.seconds ?? found.duration}
          time={player.time}
          onSeek={player.seek}
        />
      )}
      <div class="row">
        <RunButton call={call} disabled={!file} onRun={diarize}>
          Tell the speakers apart
        </RunButton>
        <label class="check">
          Speakers
          <input
            class="input mono language"
            type="number"
            min="1"
            max="100"
            placeholder="auto"
            value={speakers}
            onInput={(event) => setSpeakers(event.currentTarget.value)}
          />
        </label>
      </div>
      <CallFooter
        call={call}
        doing="Telling the speakers apart"
        sample={{ path: '/speakers/diarize', form: sampleForm({ file }, fields) }}
      />
    </div>
  );
}
