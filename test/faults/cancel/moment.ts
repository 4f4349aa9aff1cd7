import type { Strike } from '../wall/fault-server.ts';
import type { Operation } from '../wall/operation.ts';
import { isUpload } from '../wall/is-upload.ts';
import type { Kind } from '../wall/outcome.ts';
import { breaksOff, stay } from '../wall/strikes.ts';

/** How far a call has come when it is ended, and how the log names that. */
export interface Moment {
  readonly name: string;
  readonly title: string;
  /** The stage in the log, or null where an operation cannot be ended there. */
  readonly stage: (operation: Operation) => string | null;
  /** What the backend does until then; left out: it never hears of the call. */
  readonly strike?: Strike;
  /** The call that the backend is busy with, where it is not the operation's own. */
  readonly upstream?: string;
  /** Half of the request has been sent. */
  readonly half?: boolean;
  /** Another call uses the one model that fits. */
  readonly behindAnother?: boolean;
}

const chats = ({ upstream }: Operation): boolean => upstream === '/v1/chat/completions';
const loads = ({ upstream }: Operation): boolean => upstream === '/models/load';

/** Behind the first sentence the client hears something whatever becomes of the second. */
const early = (operation: Operation): string => {
  if (loads(operation)) return 'loading';
  return operation.nth ? 'mid-stream' : 'before the headers';
};

const behindHead: Readonly<Record<Kind, string>> = {
  json: 'before the headers',
  // Its status waits for the first byte.
  audio: 'before the headers',
  chat: 'before the first byte',
  events: 'before the first byte',
};

const halfway: Strike = ({ received, res, healthy, send }) => {
  received(() => {
    const body = Buffer.concat(healthy.pieces);
    res.writeHead(200, { 'content-type': healthy.type });
    send(body.subarray(0, body.length >> 1));
  });
};

export const moments: readonly Moment[] = [
  {
    name: 'uploading',
    title: 'while its request is being sent',
    stage: ({ body }) => (body ? 'uploading' : null),
    half: true,
  },
  {
    name: 'queued',
    title: 'while it waits for its turn',
    stage: (operation) => (chats(operation) || loads(operation) ? 'queued' : null),
    behindAnother: true,
  },
  {
    name: 'loading',
    title: 'while its model is being loaded',
    stage: (operation) => (chats(operation) ? 'loading' : null),
    upstream: '/models/load',
    strike: stay,
  },
  {
    name: 'silent',
    title: 'before the backend answers',
    stage: early,
    strike: stay,
  },
  {
    name: 'head',
    title: 'behind the backend’s head',
    stage: (operation) =>
      loads(operation) || operation.nth ? early(operation) : behindHead[operation.kind],
    strike: breaksOff(0, stay),
  },
  {
    name: 'half',
    title: 'behind half of the answer',
    stage: (operation) => (operation.kind === 'json' ? early(operation) : 'mid-stream'),
    strike: halfway,
  },
];

/** Where the backend is when a call is ended: an upload goes through while it arrives, JSON does not. */
export const strikeOf = (moment: Moment, operation: Operation): Strike | undefined =>
  moment.half && isUpload(operation) ? stay : moment.strike;
