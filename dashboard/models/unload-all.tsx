import { useState } from 'preact/hooks';
import { toFault } from '../api/fault.ts';
import { models, stateOf, unloadModel } from '../api/models.ts';
import { toast } from '../shell/toast.tsx';
import { Confirm } from '../ui/confirm.tsx';

/** Frees the memory of all models, after asking; nothing while at most one is loaded. */
export function UnloadAll() {
  const [asking, ask] = useState(false);
  const list = models.data.value ?? [];
  const loaded = list.filter((model) => ['loaded', 'sleeping'].includes(stateOf(model)));
  if (loaded.length < 2) return null;
  const unload = async (): Promise<void> => {
    for (const { id } of loaded)
      await unloadModel(id).catch((thrown: unknown) => toast(`${id}: ${toFault(thrown).message}`));
    await models.refresh();
  };
  return (
    <>
      <button type="button" class="button" onClick={() => ask(true)}>
        Unload all
      </button>
      {asking && (
        <Confirm
          title={`Unload ${loaded.length} models`}
          action="Unload all"
          onConfirm={() => void unload()}
          onClose={() => ask(false)}
        >
          <p>
            Answers that are being written are cut. The next request for a model loads it again.
          </p>
        </Confirm>
      )}
    </>
  );
}
