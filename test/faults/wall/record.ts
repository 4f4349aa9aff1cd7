import { appendFileSync } from 'node:fs';

/** What a client saw of one fault; null where that was wrong. */
export interface Result {
  readonly stack: string;
  readonly operation: string;
  readonly fault: string;
  readonly saw: string | null;
}

/** Keeps a result for the table that `make faults` prints. */
export function record(result: Result): void {
  const file = process.env['SYNAPSE_FAULTS_RESULTS'];
  if (file) appendFileSync(file, `${JSON.stringify(result)}\n`);
}
