import type { LogEvent } from '../logging/log-event.ts';
import { placeId, type Entry } from './ring.ts';

/** Milliseconds after which a browser whose stream has ended asks again. */
const RETRY_MS = 2500;

export interface Meta {
  readonly instance: string;
  readonly mode: string;
  readonly bus_mode: string;
  /** How the stream goes on from `Last-Event-ID`: exactly, with lines missing, or from the newest lines. */
  readonly resumed: 'exact' | 'gap' | 'no';
}

const frame = (event: string, data: object, id = ''): string =>
  `${id}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

export const metaFrame = (meta: Meta): string => frame('meta', meta, `retry: ${RETRY_MS}\n`);

export const logFrame = (entry: Entry): string =>
  frame('log', entry.event satisfies LogEvent, `id: ${placeId(entry)}\n`);

/** Lines that this reader has not been sent, and why: it was too slow, or they are no longer known. */
export const droppedFrame = (count: number, reason: 'slow' | 'gap'): string =>
  frame('dropped', { count, reason });

export const KEEPALIVE = ': keepalive\n\n';
