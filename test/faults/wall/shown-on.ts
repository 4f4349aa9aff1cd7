import type { Stack } from './host.ts';
import { operations, type Operation } from './operation.ts';

/** Of the operations whose answer is JSON these stand for all on the stock stack: one sends JSON, one a file. */
const STANDING = ['POST /v1/chat/completions', 'POST /stt/transcribe'];

/** The operations that are hit on a stack: all on our own and, in `make faults`, on the stock one too. */
export const shownOn = (stack: Stack): readonly Operation[] =>
  stack === 'adopted' || process.env['SYNAPSE_FAULTS_ALL']
    ? operations
    : operations.filter(({ kind, title }) => kind !== 'json' || STANDING.includes(title));

/** Where the stack makes less of a difference still: one operation of each kind of answer. */
export const fewShownOn = (stack: Stack): readonly Operation[] => {
  const shown = shownOn(stack);
  if (shown.length === operations.length) return shown;
  return shown.filter(({ kind }, nth) => nth === shown.findIndex((one) => one.kind === kind));
};
