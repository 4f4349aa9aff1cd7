import { go } from '../shell/route.ts';
import { giveTo } from './use-tool.ts';

const TOOLS = [
  ['transcribe', 'Transcribe'],
  ['diarize', 'Diarize'],
  ['denoise', 'Denoise'],
  ['convert', 'Convert'],
] as const;

interface UseInProps {
  readonly blob: Blob;
  /** Name of the file it becomes. */
  readonly name: string;
  /** The tool it comes from. */
  readonly not?: string;
}

/** Hands what one tool has made to another. */
export const UseIn = ({ blob, name, not }: UseInProps) => (
  <select
    class="select use-in"
    aria-label={`Use ${name} in`}
    value=""
    onChange={({ currentTarget }) => {
      const tool = currentTarget.value;
      giveTo(tool, new File([blob], name, { type: blob.type }));
      go('playground', tool);
    }}
  >
    <option value="">Use in …</option>
    {TOOLS.filter(([tool]) => tool !== not).map(([tool, label]) => (
      <option key={tool} value={tool}>
        {label}
      </option>
    ))}
  </select>
);
