import type { Gap } from '../bus/follow.ts';
import type { LogEvent } from '../logging/log-event.ts';

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

export const logFrame = (id: string, event: LogEvent): string => frame('log', event, `id: ${id}\n`);

/** Lines that this reader has not been sent, and why: it was too slow, or they are no longer known. */
export const droppedFrame = (count: number, reason: 'slow' | 'gap'): string =>
  frame('dropped', { count, reason });

/**
 * Lines that never came over the bus, and whose. Without an id: who comes back later goes on after the line before, at
 * another replica too, which may have missed others.
 */
export const lostFrame = ({ count, instance }: Gap): string =>
  frame('dropped', { count, reason: 'bus', ...(instance !== null && { instance }) });

export const KEEPALIVE = ': keepalive\n\n';
