import { signal } from '@preact/signals';
import { readEvents, type ServerEvent } from '../api/events.ts';
import { isAbort, toFault, type Fault } from '../api/fault.ts';
import { request } from '../api/request.ts';
import { textOf } from '../api/text-of.ts';
import { toLogin } from '../api/session.ts';
import { droppedText } from './dropped-text.ts';
import { gapLine, lineOf } from './line.ts';
import { addLine } from './lines.ts';

export type Link =
  | { readonly state: 'connecting' }
  | {
      readonly state: 'live';
      readonly instance: string;
      readonly mode: string;
      readonly bus: string;
    }
  | { readonly state: 'waiting'; readonly until: number; readonly fault: Fault }
  | { readonly state: 'refused'; readonly fault: Fault };

export const link = signal<Link>({ state: 'connecting' });

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
/** A stream silent for longer than two keep-alives is dead. */
const SILENCE_MS = 60_000;

let lastId: string | undefined;
let askedAfter: string | undefined;
let wait = FIRST_WAIT_MS;
let running: AbortController | undefined;

/** Follows the feed until the returned function is called; comes back where it left. */
export function follow(): () => void {
  begin();
  return () => {
    // Not only what began here: somebody may have tried again by hand meanwhile.
    running?.abort();
    running = undefined;
    link.value = { state: 'connecting' };
  };
}

/** Tries again now instead of later. */
export function reconnect(): void {
  wait = FIRST_WAIT_MS;
  begin();
}

function begin(): void {
  running?.abort();
  running = new AbortController();
  void keepFollowing(running.signal);
}

async function keepFollowing(stopped: AbortSignal): Promise<void> {
  while (!stopped.aborted) {
    const fault = await followOnce(stopped);
    if (stopped.aborted) return;
    if (fault.status === 401) return toLogin();
    if (fault.status === 403 || fault.status === 404) {
      link.value = { state: 'refused', fault };
      return;
    }
    // Jitter, so that many pages do not come back at the same instant.
    const ms = wait * (0.75 + Math.random() / 2);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    link.value = { state: 'waiting', until: Date.now() + ms, fault };
    await new Promise((resolve) => setTimeout(resolve, ms));
  }
}

/** One connection, to its end. @returns why it ended */
async function followOnce(outer: AbortSignal): Promise<Fault> {
  const own = new AbortController();
  const either = AbortSignal.any([outer, own.signal]);
  link.value = { state: 'connecting' };
  let silence: ReturnType<typeof setTimeout> | undefined;
  const heard = (): void => {
    clearTimeout(silence);
    silence = setTimeout(() => own.abort(), SILENCE_MS);
  };
  try {
    askedAfter = lastId;
    heard();
    const response = await request('/events/terminal?level=DEBUG&backlog=500', {
      signal: either,
      headers: { accept: 'text/event-stream', ...(lastId && { 'last-event-id': lastId }) },
    });
    heard();
    for await (const event of readEvents(response.body!, heard)) {
      heard();
      take(event);
    }
    return toFault(new TypeError('ended'));
  } catch (thrown) {
    return toFault(isAbort(thrown) ? new TypeError('silent') : thrown);
  } finally {
    clearTimeout(silence);
  }
}

function take({ event, data, id, retry }: ServerEvent): void {
  if (retry !== undefined) wait = Math.max(FIRST_WAIT_MS / 2, retry);
  if (id !== undefined) lastId = id;
  if (event === 'log') {
    const line = lineOf(data);
    if (line) addLine(line);
  } else if (event === 'meta') takeMeta(data, askedAfter);
  else if (event === 'dropped') addLine(gapLine(droppedText(data)));
}

/** @param wanted the line after which it was asked to go on */
function takeMeta(data: string, wanted: string | undefined): void {
  const meta = JSON.parse(data) as Record<string, unknown>;
  wait = FIRST_WAIT_MS;
  if (meta['resumed'] === 'no' && wanted !== undefined)
    addLine(gapLine('the feed has begun anew: how many lines are missing here is not known'));
  link.value = {
    state: 'live',
    instance: textOf(meta['instance']),
    mode: textOf(meta['mode']),
    bus: textOf(meta['bus_mode']),
  };
}
