import type { Fault } from './fault.ts';
import { faultsBeforeTheAnswer } from './faults-before-the-answer.ts';
import { faultsInTheBody } from './faults-in-the-body.ts';
import { faultsOfStatus } from './faults-of-status.ts';

/** Every fault of a backend that has accepted a connection. */
export const faults: readonly Fault[] = [
  ...faultsBeforeTheAnswer,
  ...faultsOfStatus,
  ...faultsInTheBody,
];
