import type { FinishedRow } from '../api/requests.ts';
import { RequestRow } from './request-row.tsx';

const COLUMNS = [
  ['Time', ''],
  ['Operation', ''],
  ['Model or backend', ''],
  ['Status', 'num'],
  ['First byte', 'num'],
  ['Total', 'num'],
  ['Tokens in → out', 'num'],
  ['Tokens/s', 'num'],
  ['Instance', 'request-instance'],
  ['Request', ''],
] as const;

interface RequestTableProps {
  readonly rows: readonly FinishedRow[];
  readonly caption: string;
}

/** One request a row; where there is little room, a few lines each. Roles are said, as blocks lose those of a table. */
export const RequestTable = ({ rows, caption }: RequestTableProps) => (
  <table class="table requests" role="table">
    <caption class="sr-only">{caption}</caption>
    <thead role="rowgroup">
      <tr role="row">
        {COLUMNS.map(([name, kind]) => (
          <th key={name} scope="col" role="columnheader" class={kind}>
            {name}
          </th>
        ))}
      </tr>
    </thead>
    <tbody role="rowgroup">
      {rows.map((row) => (
        <RequestRow key={row.id} row={row} />
      ))}
    </tbody>
  </table>
);
