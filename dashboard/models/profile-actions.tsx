import { useState } from 'preact/hooks';
import { Confirm } from '../ui/confirm.tsx';
import type { EditedProfile } from './use-profile.ts';

/** Save (the form's own button), save and load, reset. */
export function ProfileActions({ edited }: { readonly edited: EditedProfile }) {
  const [asking, ask] = useState(false);
  const { busy, changed, wrong, isSet } = edited;
  const idle = busy === '';
  return (
    <div class="row">
      <button type="submit" class="button primary" disabled={!idle || !changed || wrong}>
        {busy === 'Saving' ? 'Saving …' : 'Save'}
      </button>
      <button
        type="button"
        class="button"
        disabled={!idle || wrong}
        onClick={() => edited.saveAndLoad()}
      >
        {busy === 'Loading' ? 'Loading …' : 'Save and load'}
      </button>
      <button type="button" class="button" disabled={!idle || !isSet} onClick={() => ask(true)}>
        Reset
      </button>
      {asking && (
        <Confirm
          title="Reset the profile"
          action="Reset"
          danger
          onConfirm={() => edited.reset()}
          onClose={() => ask(false)}
        >
          <p>Every saved value is deleted; the backend’s own take their place.</p>
        </Confirm>
      )}
    </div>
  );
}
