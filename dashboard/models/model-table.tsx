import { queue, type Model } from '../api/models.ts';
import { href } from '../shell/route.ts';
import { duration } from '../ui/format.ts';
import { Progress } from '../ui/progress.tsx';
import { LoadButton } from './load-button.tsx';
import { ModelStateMark } from './model-state.tsx';
import { progressOf } from './progress-of.ts';

/** Name, state and one action for each model. */
export const ModelTable = ({
  list,
  open,
}: {
  readonly list: readonly Model[];
  readonly open: string | undefined;
}) => (
  <table class="table models">
    <caption class="sr-only">Models of the router</caption>
    <thead>
      <tr>
        <th scope="col">Model</th>
        <th scope="col">State</th>
        {!open && (
          <th scope="col" class="num models-extra">
            Loads in
          </th>
        )}
        <th scope="col">
          <span class="sr-only">Action</span>
        </th>
      </tr>
    </thead>
    <tbody>
      {list.map((model) => (
        <Row key={model.id} model={model} open={open} />
      ))}
    </tbody>
  </table>
);

function Row({ model, open }: { readonly model: Model; readonly open: string | undefined }) {
  const progress = progressOf(model);
  const learned = queue.data.value?.learned.find((one) => one.model === model.id)?.load_ms;
  const profile = Object.keys(model.status?.synapse_profile ?? {}).length;
  return (
    <tr {...(open === model.id && { 'aria-selected': true })}>
      <td>
        <a class="mono break" href={href('models', model.id)}>
          {model.id}
        </a>
        {profile > 0 && (
          <span class="soft small nowrap">
            {' '}
            · {profile} saved {profile === 1 ? 'value' : 'values'}
          </span>
        )}
      </td>
      <td class="models-state">
        <ModelStateMark model={model} />
        {progress !== undefined && <Progress label={`Loading ${model.id}`} value={progress} />}
      </td>
      {!open && <td class="num soft models-extra">{duration(learned)}</td>}
      <td class="num">
        <LoadButton model={model} />
      </td>
    </tr>
  );
}
