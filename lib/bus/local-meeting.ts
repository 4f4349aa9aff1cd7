import { rm } from 'node:fs/promises';
import type { Frame, Topic } from './message.ts';
import type { Deliver } from './transport.ts';
import { jitteredDelay } from './jitter.ts';
import { openHub, type Hub } from './local-hub.ts';
import { openLink, type Link } from './local-link.ts';
import type { Outbox } from './outbox.ts';

const FIRST_MS = 100;
const LONGEST_MS = 2000;
const WATCH_MS = 2000;

export interface LocalOptions {
  /** Path of the socket. */
  readonly path: string;
  /** Holds the meeting point itself, unless another process does. */
  readonly host: boolean;
  /** Most frames that wait for a connection. */
  readonly capacity: number;
}

/** How a process takes part: as the one whose socket it is, by a connection to it, or not yet. */
export type Part =
  | { readonly value: 'away' }
  | { readonly value: 'hub'; readonly hub: Hub }
  | { readonly value: 'link'; readonly link: Link };

export interface Meeting {
  readonly part: () => Part;
  readonly listen: (topics: readonly Topic[]) => void;
  readonly reconnects: () => number;
  /** Frames that readers who do not read have cost, while this process was the hub. */
  readonly dropped: () => number;
  readonly close: () => void;
}

/** Joins the other processes at a socket, again whenever that ends. */
export function joinMeeting(
  { path, host, capacity }: LocalOptions,
  outbox: Outbox,
  deliver: Deliver,
): Meeting {
  let part: Part = { value: 'away' };
  let topics: readonly Topic[] = [];
  let tries = 0;
  let joined = 0;
  let closed = false;
  let droppedBefore = 0;

  const leave = (): void => {
    if (part.value === 'link') part.link.close();
    if (part.value === 'hub') {
      droppedBefore += part.hub.dropped();
      part.hub.close();
    }
    part = { value: 'away' };
  };
  const retry = (): void => {
    if (closed) return;
    setTimeout(() => void meet(), jitteredDelay(++tries, FIRST_MS, LONGEST_MS)).unref();
  };
  const openAny = async (): Promise<Part> => {
    const hub = host && (await openHub(path, deliver).catch(() => null));
    if (hub) return { value: 'hub', hub };
    const lost = (): void => {
      part = { value: 'away' };
      retry();
    };
    return { value: 'link', link: await openLink(path, outbox, deliver, lost) };
  };
  const meet = async (): Promise<void> => {
    try {
      part = await openAny();
      tries = 0;
      joined++;
      if (closed) leave();
      else if (part.value === 'hub') sendAll(part.hub, outbox.take(capacity));
      else if (part.value === 'link') {
        part.link.listen(topics);
        part.link.flush();
      }
    } catch (error) {
      // A file that nobody listens at was left behind by a process that was killed.
      if (host && (error as NodeJS.ErrnoException).code === 'ECONNREFUSED')
        await rm(path, { force: true }).catch(() => {});
      retry();
    }
  };
  // Another process may have taken the file of our socket for one that was left behind.
  const watch = setInterval(() => {
    if (part.value !== 'hub' || part.hub.owns()) return;
    leave();
    retry();
  }, WATCH_MS);
  watch.unref();
  void meet();
  return {
    part: () => part,
    listen: (wanted) => {
      topics = wanted;
      if (part.value === 'link') part.link.listen(topics);
    },
    reconnects: () => Math.max(0, joined - 1),
    dropped: () => droppedBefore + (part.value === 'hub' ? part.hub.dropped() : 0),
    close: () => {
      closed = true;
      clearInterval(watch);
      leave();
    },
  };
}

function sendAll(hub: Hub, frames: readonly Frame[]): void {
  for (const frame of frames) hub.send(frame);
}
