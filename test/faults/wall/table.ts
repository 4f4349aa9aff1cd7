import { format } from 'prettier';
import { redisFaults } from '../redis/redis-faults.ts';
import { redisUsers } from '../redis/redis-users.ts';
import { connectionFaults } from './connection-faults.ts';
import type { Fault } from './fault.ts';
import { endless } from './endless.ts';
import { faultsBeforeTheAnswer } from './faults-before-the-answer.ts';
import { faultsInTheBody } from './faults-in-the-body.ts';
import { faultsOfStatus } from './faults-of-status.ts';
import { operations } from './operation.ts';
import { describeOutcome, type Kind } from './outcome.ts';

const KINDS: Readonly<Record<Kind, string>> = {
  json: 'JSON',
  audio: 'audio',
  chat: 'chat events',
  events: 'transcript events',
};

const cell = (text: string): string => text.replaceAll('|', '\\|');
const row = (...cells: string[]): string => `| ${cells.map(cell).join(' | ')} |`;
const code = (text: string): string => text.replace(/[a-z]+(?:_[a-z]+)+/g, '`$&`');

function faultTable(faults: readonly Fault[]): string {
  const kinds = Object.keys(KINDS) as Kind[];
  return [
    row('A backend that …', ...kinds.map((kind) => KINDS[kind]), 'breaker', 'FailoverBench'),
    row(...Array.from({ length: kinds.length + 3 }, () => '---')),
    ...faults.map((fault) =>
      row(
        fault.title,
        ...kinds.map((kind) => {
          const outcome = fault.client[kind];
          return outcome ? code(describeOutcome(outcome)) : '–';
        }),
        fault.counts ? 'counts' : '–',
        fault.bench ?? '',
      ),
    ),
  ].join('\n');
}

const connectionTable = (): string =>
  [
    row('A backend that …', 'every operation', 'breaker', 'FailoverBench'),
    row('---', '---', '---', '---'),
    ...connectionFaults.map(({ title, client, bench = '' }) =>
      row(title, code(describeOutcome(client)), 'counts', bench),
    ),
  ].join('\n');

const operationTable = (): string =>
  [
    row('Operation', 'hit at', 'the client reads'),
    row('---', '---', '---'),
    ...operations.map(({ title, backend, upstream, kind, nth }) =>
      row(title, `${backend} \`${upstream}\`${nth ? `, call ${nth}` : ''}`, KINDS[kind]),
    ),
  ].join('\n');

const redisTable = (): string =>
  [
    row(
      'A Redis that …',
      ...redisUsers.map(({ operation, uses }) => `${operation.title}: ${uses}`),
      'log',
    ),
    row('---', ...redisUsers.map(() => '---'), '---'),
    ...redisFaults.map(({ title, costs, brief }) =>
      row(
        title,
        ...redisUsers.map(() => `200, whole, ${costs} s later at most`),
        brief ? 'one `warn` at most' : 'one `warn`',
      ),
    ),
  ].join('\n');

/** The table of the document, from the data the wall is run from. */
export const renderTables = (): Promise<string> =>
  format(
    [
      '## The operations',
      operationTable(),
      '## No connection',
      connectionTable(),
      '## No answer',
      faultTable(faultsBeforeTheAnswer),
      '## An answer that refuses',
      faultTable(faultsOfStatus),
      '## An answer that goes wrong',
      faultTable([...faultsInTheBody, endless]),
      '## A Redis that fails',
      redisTable(),
    ].join('\n\n'),
    { parser: 'markdown', printWidth: 120, proseWrap: 'always' },
  );
