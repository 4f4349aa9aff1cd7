import { BlobPlayer } from '../audio/blob-player.tsx';
import { AbCompare } from './ab-compare.tsx';
import { CallFooter } from './call-footer.tsx';
import { ChosenFile } from './chosen-file.tsx';
import { sampleForm } from './form-of.ts';
import { RunButton } from './run-button.tsx';
import { useTool } from './use-tool.ts';

/** Noise removed; before and after side by side, for ear and eye. */
export function Denoise() {
  const { file, choose, result: clean, setResult, call, run } = useTool<Blob>('denoise');
  const denoise = (): void =>
    run('/audio/denoise', {}, async (answer) => setResult(await answer.blob()));
  return (
    <div class="stack">
      <ChosenFile label="Drop a noisy recording here" file={file} onFile={choose} />
      {file && !clean && <BlobPlayer label="the recording" blob={file} height={64} />}
      <div class="row">
        <RunButton call={call} disabled={!file} onRun={denoise}>
          Remove the noise
        </RunButton>
      </div>
      {file && clean && <AbCompare before={file} after={clean} />}
      <CallFooter
        call={call}
        doing="Removing the noise"
        sample={{ path: '/audio/denoise', form: sampleForm({ file }), output: 'denoised.wav' }}
      />
    </div>
  );
}
