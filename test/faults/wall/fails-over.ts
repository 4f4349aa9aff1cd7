import type { ConnectionFault } from './connection-fault.ts';
import type { Fault } from './fault.ts';
import { faultsInTheBody } from './faults-in-the-body.ts';
import type { Kind } from './outcome.ts';

const CODES = ['backend_broken', 'backend_timeout'];

/**
 * Whether another url of the backend answers instead: it was silent or broke before something of an answer had been
 * passed on, or it refused for now, or failed, whatever status it said that with. A refusal of the request itself, or an
 * answer that makes no sense, is the same everywhere.
 */
export function failsOver(fault: Fault, kind: Kind): boolean {
  const own = fault.client[kind];
  if (own && kind !== 'events' && fault.name === 'error-as-success') return true;
  if (own && kind === 'chat' && HELD.has(fault.name)) return true;
  if (own?.ends !== 'refused') return false;
  // JSON is had whole before anything of it is passed on; of a stream the head is held for half a second.
  const begun = faultsInTheBody.includes(fault) || fault.name === 'silent-after-head';
  if (begun && kind !== 'json') return false;
  return CODES.includes(own.code) || [429, 503].includes(own.status) || REFUSED.has(fault.name);
}

/** The start of a stream of events is held until it says something, for half a second. */
const HELD = new Set(['cut-after-head', 'cut-after-bytes']);
const REFUSED = new Set(['html-500', 'empty-502']);

/** Whether another url answers instead of one that is out of reach: an upload of which a byte was taken is gone. */
export const reachedElsewhere = ({ client }: ConnectionFault, isUpload: boolean): boolean =>
  (client.ends === 'refused' && client.code === 'backend_unreachable') || !isUpload;
