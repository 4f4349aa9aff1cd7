import { BlobPlayer } from '../audio/blob-player.tsx';
import { useKept } from '../ui/use-kept.ts';
import { CallFooter } from './call-footer.tsx';
import { ChosenFile } from './chosen-file.tsx';
import { formOf, sampleForm } from './form-of.ts';
import { ScoreGauge, type Verification } from './score-gauge.tsx';
import { RunButton } from './run-button.tsx';
import { useCall } from './use-call.ts';

/** Whether two recordings are of one person. */
export function Verify() {
  const [one, setOne] = useKept<File | undefined>('verify one', undefined);
  const [two, setTwo] = useKept<File | undefined>('verify two', undefined);
  const [found, setFound] = useKept<Verification | undefined>('verified', undefined);
  const call = useCall('verify');
  const verify = (): void => {
    setFound(undefined);
    const form = formOf({ file1: one!, file2: two! });
    void call.run('/speakers/verify', { form }, async (answer) =>
      setFound((await answer.json()) as Verification),
    );
  };
  const choose = (set: (file: File | undefined) => void) => (file: File | undefined) => {
    call.stop();
    set(file);
    setFound(undefined);
  };
  return (
    <div class="stack">
      <div class="two">
        {(
          [
            ['first', one, setOne],
            ['second', two, setTwo],
          ] as const
        ).map(([name, file, set]) => (
          <div key={name} class="stack tight">
            <ChosenFile
              label={`Drop the ${name} recording here`}
              file={file}
              onFile={choose(set)}
            />
            {file && <BlobPlayer label={`the ${name} recording`} blob={file} />}
          </div>
        ))}
      </div>
      <div class="row">
        <RunButton call={call} disabled={!one || !two} onRun={verify}>
          Compare
        </RunButton>
      </div>
      {found && <ScoreGauge found={found} />}
      <CallFooter
        call={call}
        doing="Comparing"
        sample={{ path: '/speakers/verify', form: sampleForm({ file1: one, file2: two }) }}
      />
    </div>
  );
}
