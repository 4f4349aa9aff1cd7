import { useState } from 'preact/hooks';
import { BlobPlayer } from '../audio/blob-player.tsx';
import { AbCompare } from './ab-compare.tsx';
import { CallFooter } from './call-footer.tsx';
import { ChosenFile } from './chosen-file.tsx';
import { formOf, sampleForm } from './form-of.ts';
import { RunButton } from './run-button.tsx';
import { useCall } from './use-call.ts';

/** Noise removed; before and after side by side, for ear and eye. */
export function Denoise() {
  const [file, setFile] = useState<File>();
  const [clean, setClean] = useState<Blob>();
  const call = useCall();
  const denoise = (): void => {
    setClean(undefined);
    void call.run('/audio/denoise', { form: formOf({ file: file! }) }, async (answer) =>
      setClean(await answer.blob()),
    );
  };
  return (
    <div class="stack">
      <ChosenFile
        label="Drop a noisy recording here"
        file={file}
        onFile={(next) => {
          call.stop();
          setFile(next);
          setClean(undefined);
        }}
      />
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
