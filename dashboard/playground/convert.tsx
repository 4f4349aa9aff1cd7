import { BlobPlayer } from '../audio/blob-player.tsx';
import { fileSize, percent } from '../ui/format.ts';
import { useKept } from '../ui/use-kept.ts';
import { CallFooter } from './call-footer.tsx';
import { ChosenFile } from './chosen-file.tsx';
import { sampleForm } from './form-of.ts';
import { SaveBlob } from './save-blob.tsx';
import { RunButton } from './run-button.tsx';
import { UseIn } from './use-in.tsx';
import { useTool } from './use-tool.ts';

const FORMATS = ['wav', 'mp3', 'flac', 'ogg'] as const;
const RATES = ['', '8000', '16000', '22050', '24000', '44100', '48000'];
const BITRATES = ['', '64k', '96k', '128k', '192k', '256k', '320k'];

/** A recording in another format, rate or bitrate. */
export function Convert() {
  const { file, choose, result: made, setResult, call, run } = useTool<Blob>('convert');
  const [fields, setFields] = useKept('convert fields', {
    output_format: 'mp3',
    sample_rate: '',
    bitrate: '',
  });
  const lossy = fields.output_format === 'mp3' || fields.output_format === 'ogg';
  const sent = { ...fields, bitrate: lossy ? fields.bitrate : '' };
  const output = `converted.${fields.output_format}`;
  const set = (key: keyof typeof fields) => (event: { currentTarget: { value: string } }) =>
    setFields({ ...fields, [key]: event.currentTarget.value });
  const convert = (): void =>
    run('/audio/convert', sent, async (answer) => setResult(await answer.blob()));
  return (
    <div class="stack">
      <ChosenFile label="Drop a recording here" file={file} onFile={choose} />
      {file && <BlobPlayer label="the recording" blob={file} />}
      <div class="fields">
        <Choice
          label="Format"
          values={FORMATS}
          value={fields.output_format}
          onChange={set('output_format')}
        />
        <Choice
          label="Sample rate"
          values={RATES}
          value={fields.sample_rate}
          onChange={set('sample_rate')}
        />
        {lossy && (
          <Choice
            label="Bitrate"
            values={BITRATES}
            value={fields.bitrate}
            onChange={set('bitrate')}
          />
        )}
      </div>
      <div class="row">
        <RunButton call={call} disabled={!file} onRun={convert}>
          Convert
        </RunButton>
      </div>
      {made && file && <Converted made={made} name={output} from={file} />}
      <CallFooter
        call={call}
        doing="Converting"
        sample={{ path: '/audio/convert', form: sampleForm({ file }, sent), output }}
      />
    </div>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly values: readonly string[];
  readonly value: string;
  readonly onChange: (event: { currentTarget: { value: string } }) => void;
}

const Choice = ({ label, values, value, onChange }: ChoiceProps) => (
  <div class="field">
    <label class="label" for={`convert-${label}`}>
      {label}
    </label>
    <select id={`convert-${label}`} class="select" value={value} onChange={onChange}>
      {values.map((one) => (
        <option key={one} value={one}>
          {one || 'as it is'}
        </option>
      ))}
    </select>
  </div>
);

interface ConvertedProps {
  readonly made: Blob;
  readonly name: string;
  readonly from: File;
}

const Converted = ({ made, name, from }: ConvertedProps) => (
  <section class="stack tight" aria-label="Converted">
    <p class="small">
      <strong>{name}</strong>{' '}
      <span class="soft mono">
        {fileSize(made.size)}, {percent(made.size / from.size)} of what it was
      </span>
    </p>
    <BlobPlayer label={name} blob={made}>
      <SaveBlob blob={made} name={name} />
      <UseIn blob={made} name={name} not="convert" />
    </BlobPlayer>
  </section>
);
