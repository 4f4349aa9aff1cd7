import { signal } from '@preact/signals';
import { useResource } from '../api/resource.ts';
import { route } from '../shell/route.ts';
import { FaultNote } from '../ui/fault-note.tsx';
import { Progress } from '../ui/progress.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { openApi } from './document.ts';
import { operationsOf, type Operation } from './openapi.ts';
import { OperationDetail } from './operation-detail.tsx';
import { OperationList } from './operation-list.tsx';

const search = signal('');

const fits = ({ method, path, summary }: Operation, text: string): boolean =>
  `${method} ${path} ${summary}`.toLowerCase().includes(text);

/** The operations, and the one that is open: `#/api-docs/<operation>`. */
export function ApiDocs() {
  useResource(openApi);
  const document = openApi.data.value;
  if (!document)
    return openApi.fault.value ? (
      <FaultNote
        fault={openApi.fault.value}
        doing="The API document cannot be read"
        onRetry={() => void openApi.refresh()}
      />
    ) : (
      <Progress label="Reading the API document" />
    );
  const all = operationsOf(document);
  const found = all.filter((one) => fits(one, search.value.trim().toLowerCase()));
  const wanted = route.value.rest[0];
  const open = all.find(({ id }) => id === wanted) ?? all[0]!;
  return (
    <div class="api">
      <div class="api-list stack tight">
        <SearchField text={search} label="Search the operations" />
        <OperationList list={found} open={open.id} />
        {found.length === 0 && <p class="empty">No operation has that in it.</p>}
      </div>
      <OperationDetail key={open.id} operation={open} document={document} />
    </div>
  );
}
