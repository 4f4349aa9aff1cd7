import { useState } from 'preact/hooks';
import { toFault } from '../api/fault.ts';
import { deleteVoice, voices, type Voice } from '../api/voices.ts';
import { go, route } from '../shell/route.ts';
import { toast } from '../shell/toast.tsx';
import { Confirm } from '../ui/confirm.tsx';

export function DeleteVoice({ voice }: { readonly voice: Voice }) {
  const [asking, ask] = useState(false);
  const remove = async (): Promise<void> => {
    try {
      await deleteVoice(voice.voice_id);
      voices.patch((list) => list.filter(({ voice_id: id }) => id !== voice.voice_id));
      // Whoever has gone on to something else meanwhile stays there.
      if (route.value.rest[0] === voice.voice_id) go('voices');
      toast(`${voice.name} is deleted.`);
      await voices.refresh();
    } catch (thrown) {
      toast(`Not deleted: ${toFault(thrown).message}`);
    }
  };
  return (
    <>
      <button type="button" class="button danger" onClick={() => ask(true)}>
        Delete
      </button>
      {asking && (
        <Confirm
          title={`Delete ${voice.name}`}
          action="Delete"
          danger
          onConfirm={() => void remove()}
          onClose={() => ask(false)}
        >
          <p>
            Its {voice.references_count} {voice.references_count === 1 ? 'recording' : 'recordings'}{' '}
            and the copy at the speech backend are deleted. This cannot be undone.
          </p>
        </Confirm>
      )}
    </>
  );
}
