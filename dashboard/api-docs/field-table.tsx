import { describe } from './describe-schema.ts';
import { resolve, type OpenApi, type Schema } from './openapi.ts';

interface FieldTableProps {
  readonly schema: Schema;
  readonly document: OpenApi;
  readonly label: string;
}

/** Name, type and meaning of every field; fields of fields are indented below, three deep. */
export const FieldTable = ({ schema, document, label }: FieldTableProps) => {
  const rows = rowsOf(schema, document, 0);
  if (rows.length === 0)
    return <p class="small soft">{resolve(schema, document).description ?? 'Any object.'}</p>;
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label={label}>
      <table class="table fields-table">
        <caption class="sr-only">{label}</caption>
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Type</th>
            <th scope="col">Meaning</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <td class={`mono depth-${row.depth}`}>
                {row.name}
                {row.required && <span class="soft"> required</span>}
              </td>
              <td class="mono soft">{row.type}</td>
              <td>{withCode(row.meaning)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

/** Text with what stands between backticks as code. */
const withCode = (text: string) =>
  text.split('`').map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part));

interface Row {
  readonly key: string;
  readonly name: string;
  readonly depth: number;
  readonly required: boolean;
  readonly type: string;
  readonly meaning: string;
}

const DEEPEST = 3;

function rowsOf(schema: Schema, document: OpenApi, depth: number, prefix = ''): Row[] {
  const { properties = {}, required = [] } = resolve(schema, document);
  return Object.entries(properties).flatMap(([name, property]) => {
    const inner = property.items ?? property;
    const row = {
      key: prefix + name,
      name,
      depth,
      required: required.includes(name),
      type: describe(property),
      meaning: meaningOf(property),
    };
    return depth < DEEPEST
      ? [row, ...rowsOf(inner, document, depth + 1, `${prefix}${name}.`)]
      : [row];
  });
}

function meaningOf({ description, default: value }: Schema): string {
  const preset = value === undefined ? '' : `Default ${JSON.stringify(value)}.`;
  return [description, preset].filter(Boolean).join(' ');
}
