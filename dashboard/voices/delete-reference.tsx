import { useState } from 'preact/hooks';
import { toFault } from '../api/fault.ts';
import { deleteReference } from '../api/voices.ts';
import { toast } from '../shell/toast.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { Icon } from '../ui/icon.tsx';

interface DeleteReferenceProps {
  readonly id: string;
  readonly name: string;
  readonly onDone: () => void;
}

/** Deletes one recording of a voice that has others. */
export function DeleteReference({ id, name, onDone }: DeleteReferenceProps) {
  const [asking, ask] = useState(false);
  const remove = async (): Promise<void> => {
    try {
      await deleteReference(id, name);
      toast(`${name} is deleted.`);
      onDone();
    } catch (thrown) {
      toast(`Not deleted: ${toFault(thrown).message}`);
    }
  };
  return (
    <>
      <button
        type="button"
        class="button icon quiet"
        aria-label={`Delete ${name}`}
        title="Delete"
        onClick={() => ask(true)}
      >
        <Icon name="trash" />
      </button>
      {asking && (
        <Confirm
          title={`Delete ${name}`}
          action="Delete"
          danger
          onConfirm={() => void remove()}
          onClose={() => ask(false)}
        >
          <p>
            The recording and its copy at the speech backend are deleted. This cannot be undone.
          </p>
        </Confirm>
      )}
    </>
  );
}
