import type { ComponentChildren } from 'preact';
import type { FinishedRow } from '../api/requests.ts';
import { href } from '../shell/route.ts';
import { duration, moment } from '../ui/format.ts';
import { now } from '../ui/now.ts';

/** What was asked of whom, how it went, how long it took and what it cost. */
export const RequestRow = ({ row }: { readonly row: FinishedRow }) => (
  <tr role="row" class="request">
    <td role="cell" class="request-time mono soft">
      <time dateTime={row.ts} title={row.ts}>
        {moment(row.ts, now.value)}
      </time>
    </td>
    <td role="cell" class="request-what">
      <span class="mono break">{row.route}</span>
      {row.status >= 400 && <span class="request-fault">{faultOf(row)}</span>}
    </td>
    <td role="cell" class="request-who mono">
      <Who row={row} />
    </td>
    <td role="cell" class={`request-status num ${toneOf(row.status)}`}>
      {row.status}
    </td>
    <Fact name="First byte">{duration(row.first_byte_ms)}</Fact>
    <Fact name="Total">{duration(row.ms)}</Fact>
    <Fact name="Tokens">{tokensOf(row)}</Fact>
    <Fact name="Tokens/s">{row.tokens_per_second?.toFixed(1)}</Fact>
    <td role="cell" class="request-instance mono soft">
      <span title={row.instance ?? ''}>{endOf(row.instance ?? '–')}</span>
    </td>
    <td role="cell" class="request-id mono">
      <a class="soft" href={href('terminal', row.request_id)} title="Find it in the terminal">
        {row.request_id.slice(0, 8)}
      </a>
    </td>
  </tr>
);

/** Pods of one function differ in the end of their names. */
const endOf = (instance: string): string =>
  instance.length > 14 ? `…${instance.slice(-12)}` : instance;

interface FactProps {
  readonly name: string;
  readonly children?: ComponentChildren;
}

/** A number, with its name where there are no columns. */
const Fact = ({ name, children }: FactProps) => (
  <td role="cell" class="request-fact num" data-name={name} data-none={!children}>
    {children || '–'}
  </td>
);

const whoOf = ({ model, backend }: FinishedRow): string | null => model ?? backend;

function Who({ row }: { readonly row: FinishedRow }) {
  const { model, backend, status } = row;
  const name = whoOf(row);
  if (name === null) return <span class="soft">–</span>;
  // A model that nobody has answered for may be none at all.
  if (model !== null && status >= 400) return <span class="break">{name}</span>;
  const on = model !== null && backend !== null && { title: `on ${backend}` };
  return (
    <a class="break" href={href(model === null ? 'backends' : 'models', name)} {...on}>
      {name}
    </a>
  );
}

/** Its reason, and where it stood if the reason does not say so. */
function faultOf({ message, code, stage }: FinishedRow): string {
  const reason = message ?? code ?? 'failed';
  return stage && !reason.includes(stage) ? `${reason} (${stage})` : reason;
}

function toneOf(status: number): string {
  // A client that left is nobody's fault.
  if (status === 499) return 'soft';
  return status >= 500 ? 'bad-text' : status >= 400 ? 'warn-text' : '';
}

/** `38 → 212`; `~` before what was counted because nobody told. */
function tokensOf({ prompt_tokens: read, tokens, estimated }: FinishedRow): string {
  if (tokens === null) return '';
  const written = `${estimated ? '~' : ''}${tokens.toLocaleString('en')}`;
  return read === null ? written : `${read.toLocaleString('en')} → ${written}`;
}
