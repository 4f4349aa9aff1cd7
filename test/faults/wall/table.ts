import { format } from 'prettier';
import { redisFaults } from '../redis/redis-faults.ts';
import { redisUsers } from '../redis/redis-users.ts';
import { moments } from '../cancel/moment.ts';
import { connectionFaults } from './connection-faults.ts';
import type { Fault } from './fault.ts';
import { endless } from './endless.ts';
import { failsOver, reachedElsewhere } from './fails-over.ts';
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
    row(
      'A backend that …',
      ...kinds.map((kind) => KINDS[kind]),
      'breaker',
      'of two urls',
      'FailoverBench',
    ),
    row(...Array.from({ length: kinds.length + 4 }, () => '---')),
    ...faults.map((fault) =>
      row(
        fault.title,
        ...kinds.map((kind) => {
          const outcome = fault.client[kind];
          return outcome ? code(describeOutcome(outcome)) : '–';
        }),
        fault.counts ? 'counts' : '–',
        elsewhere(fault),
        fault.bench ?? '',
      ),
    ),
  ].join('\n');
}

/** For whom the other url answers, of those whose request can be sent again. */
function elsewhere(fault: Fault): string {
  const asked = (['json', 'audio', 'chat'] as const).filter((kind) => fault.client[kind]);
  const over = asked.filter((kind) => failsOver(fault, kind));
  if (over.length === 0 || fault === endless) return '–';
  return over.length === asked.length
    ? 'the other answers'
    : `the other answers: ${over.map((kind) => KINDS[kind]).join(', ')}`;
}

const connectionTable = (): string =>
  [
    row('A backend that …', 'every operation', 'breaker', 'of two urls', 'FailoverBench'),
    row('---', '---', '---', '---', '---'),
    ...connectionFaults.map((fault) => {
      const other = 'the other answers';
      const two = reachedElsewhere(fault, true) ? other : `${other}, but for uploads`;
      return row(
        fault.title,
        code(describeOutcome(fault.client)),
        'counts',
        two,
        fault.bench ?? '',
      );
    }),
  ].join('\n');

const operationTable = (): string =>
  [
    row('Operation', 'hit at', 'the client reads'),
    row('---', '---', '---'),
    ...operations.map(({ title, backend, upstream, kind, nth }) =>
      row(title, `${backend} \`${upstream}\`${nth ? `, call ${nth}` : ''}`, KINDS[kind]),
    ),
  ].join('\n');

/** The stages that occur at a moment, each with how many operations have it, and what the backend sees. */
const momentTable = (): string =>
  [
    row('A client leaves, or its call is cancelled, …', 'stage in the log', 'the backend'),
    row('---', '---', '---'),
    ...moments.map((moment) => {
      const stages = operations.map((operation) => moment.stage(operation));
      const counted = [...new Set(stages)]
        .filter((stage) => stage !== null)
        .map((stage) => `${stage} (${stages.filter((one) => one === stage).length})`);
      const uploads = moment.half ? 'is let go of, where it is being sent an upload' : '';
      const heard = moment.strike ? 'is let go of' : 'never hears of it';
      return row(moment.title, counted.join(', '), uploads || heard);
    }),
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
      '## A call that is ended early',
      momentTable(),
      '## A Redis that fails',
      redisTable(),
    ].join('\n\n'),
    { parser: 'markdown', printWidth: 120, proseWrap: 'always' },
  );
