import { useState } from 'preact/hooks';
import { toFault } from '../api/fault.ts';
import { loadModel, models, stateOf, unloadModel, type Model } from '../api/models.ts';
import { toast } from '../shell/toast.tsx';
import { Confirm } from '../ui/confirm.tsx';

const show = (id: string, value: string): void =>
  models.patch((list) =>
    list.map((model) =>
      model.id === id ? { ...model, status: { ...model.status, value, failed: false } } : model,
    ),
  );

/** Load or unload; the state changes on the screen at once, and is read from then on. */
export function LoadButton({ model }: { readonly model: Model }) {
  const [asking, ask] = useState(false);
  const state = stateOf(model);
  const run = async (what: 'load' | 'unload'): Promise<void> => {
    show(model.id, `${what}ing`);
    try {
      await (what === 'load' ? loadModel(model.id) : unloadModel(model.id));
    } catch (thrown) {
      toast(`${model.id}: ${toFault(thrown).message}`);
    }
    await models.refresh();
  };
  if (state === 'loading' || state === 'unloading' || state === 'downloading')
    return (
      <button type="button" class="button" disabled aria-label={`${state} ${model.id}`}>
        …
      </button>
    );
  const unloads = state === 'loaded' || state === 'sleeping';
  return (
    <>
      <button
        type="button"
        class="button"
        aria-label={`${unloads ? 'Unload' : 'Load'} ${model.id}`}
        onClick={() => (unloads ? ask(true) : void run('load'))}
      >
        {unloads ? 'Unload' : 'Load'}
      </button>
      {asking && (
        <Confirm
          title={`Unload ${model.id}`}
          action="Unload"
          onConfirm={() => void run('unload')}
          onClose={() => ask(false)}
        >
          <p>Answers that are being written are cut. The next request for it loads it again.</p>
        </Confirm>
      )}
    </>
  );
}
