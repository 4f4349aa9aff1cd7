import { copy } from '../ui/copy.ts';
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
        onClick={() => void copy(snippet(sample, language), `Copied for ${language}.`)}
      >
        {language}
      </button>
    ))}
  </div>
);
