import { models, queue, stateOf } from '../api/models.ts';
import { useResource } from '../api/resource.ts';
import { ModelStateMark } from '../models/model-state.tsx';
import { QueueStrip } from '../models/queue-strip.tsx';
import { href } from '../shell/route.ts';
import { FaultNote } from '../ui/fault-note.tsx';

/** Models that are in memory or on their way. */
export function LoadedModels() {
  useResource(models);
  useResource(queue);
  const list = models.data.value;
  const shown = list?.filter((model) => stateOf(model) !== 'unloaded') ?? [];
  return (
    <section class="section" aria-labelledby="loaded-title">
      <div class="section-head">
        <h2 id="loaded-title">Models loaded</h2>
        <a class="small" href={href('models')}>
          All models
        </a>
      </div>
      <FaultNote fault={models.fault.value} doing="The models cannot be read" />
      <QueueStrip />
      <ul class="list">
        {shown.map((model) => (
          <li key={model.id} class="row spread">
            <a class="mono break" href={href('models', model.id)}>
              {model.id}
            </a>
            <ModelStateMark model={model} />
          </li>
        ))}
      </ul>
      {list && shown.length === 0 && (
        <p class="empty">
          <strong>No model is loaded.</strong> The first chat loads the one it needs; or load one in{' '}
          <a href={href('models')}>Models</a>.
        </p>
      )}
    </section>
  );
}
