import { stateOf, type Model, type ModelState } from '../api/models.ts';
import { State, type Tone } from '../ui/state.tsx';

const TONES: Readonly<Record<ModelState, Tone>> = {
  loaded: 'ok',
  loading: 'busy',
  unloading: 'busy',
  downloading: 'busy',
  sleeping: 'sleep',
  unloaded: 'off',
  failed: 'bad',
};

export function ModelStateMark({ model }: { readonly model: Model }) {
  const state = stateOf(model);
  const exit = model.status?.exit_code;
  return (
    <State tone={TONES[state] ?? 'off'}>
      {state}
      {state === 'failed' && exit !== undefined && ` (exit ${exit})`}
    </State>
  );
}
