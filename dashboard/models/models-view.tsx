import { signal } from '@preact/signals';
import { models, queue } from '../api/models.ts';
import { useResource } from '../api/resource.ts';
import { route } from '../shell/route.ts';
import { FaultNote } from '../ui/fault-note.tsx';
import { Freshness } from '../ui/freshness.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { ViewHead } from '../ui/view-head.tsx';
import { ModelDetail } from './model-detail.tsx';
import { ModelTable } from './model-table.tsx';
import { QueueStrip } from './queue-strip.tsx';
import { UnloadAll } from './unload-all.tsx';

const search = signal('');

/** All models of the router; `#/models/<id>` opens one beside the table. */
export function ModelsView() {
  useResource(models);
  useResource(queue);
  const wanted = route.value.rest.join('/');
  const list = models.data.value;
  const open = list?.find(({ id }) => id === wanted);
  const found = list?.filter(({ id }) =>
    id.toLowerCase().includes(search.value.trim().toLowerCase()),
  );
  return (
    <>
      <ViewHead title="Models">
        <SearchField text={search} label="Search the models" />
        <UnloadAll />
        <Freshness of={models} />
      </ViewHead>
      <FaultNote
        fault={models.fault.value}
        doing="The models cannot be read"
        onRetry={() => void models.refresh()}
      />
      <div class={open ? 'panes opened' : ''}>
        <div class="pane">
          <QueueStrip />
          {found && found.length > 0 && <ModelTable list={found} open={open?.id} />}
          {list && found?.length === 0 && <Empty any={list.length > 0} />}
        </div>
        {open && <ModelDetail key={open.id} model={open} />}
        {list && wanted && !open && (
          <p class="note">
            There is no model <code>{wanted}</code>.
          </p>
        )}
      </div>
    </>
  );
}

const Empty = ({ any }: { readonly any: boolean }) =>
  any ? (
    <p class="empty">
      <strong>No model has that in its name.</strong>
    </p>
  ) : (
    <p class="empty">
      <strong>The router has no models.</strong> Put GGUF files into the folder it was started with
      (--models-dir) and refresh.
    </p>
  );
