import { toast } from '../shell/toast.tsx';
import { Icon } from '../ui/icon.tsx';
import { snippet, type Language, type Sample } from './snippets.ts';

const LANGUAGES: readonly Language[] = ['curl', 'Node', 'Python'];

/** Copies the call for use elsewhere. */
export const CopyAs = ({ sample }: { readonly sample: Sample }) => (
  <div class="row copy-as" role="group" aria-label="Copy the call">
    <span class="small soft">
      <Icon name="copy" /> Copy as
    </span>
    {LANGUAGES.map((language) => (
      <button
        key={language}
        type="button"
        class="button quiet"
        onClick={() => void copy(sample, language)}
      >
        {language}
      </button>
    ))}
  </div>
);

async function copy(sample: Sample, language: Language): Promise<void> {
  await navigator.clipboard.writeText(snippet(sample, language));
  toast(`Copied for ${language}.`);
}
