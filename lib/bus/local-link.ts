import { connect, type Socket } from 'node:net';
import type { Topic } from './message.ts';
import type { Deliver } from './transport.ts';
import { frameLine, parseFrame, readLines } from './frames.ts';
import type { Outbox } from './outbox.ts';

const BATCH = 256;

export interface Link {
  /** Sends what waits, as fast as the hub takes it. */
  readonly flush: () => void;
  readonly listen: (topics: readonly Topic[]) => void;
  /** Resolves when everything has been handed over, or the connection is gone. */
  readonly drained: () => Promise<void>;
  readonly close: () => void;
}

/** A connection to the hub. @throws what connecting throws. */
export async function openLink(
  path: string,
  outbox: Outbox,
  deliver: Deliver,
  onLost: () => void,
): Promise<Link> {
  const socket = connect(path);
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve).once('error', reject);
  });
  socket.unref();
  socket.on('error', () => {}).once('close', onLost);
  readLines(socket, (line) => {
    const frame = parseFrame(line);
    if (frame) deliver(frame);
  });
  let scheduled = false;
  const write = (): void => {
    scheduled = false;
    while (outbox.size() > 0 && socket.writable && !socket.writableNeedDrain)
      socket.write(outbox.take(BATCH).map(frameLine).join(''));
  };
  socket.on('drain', write);
  return {
    flush: () => {
      // One write for all lines of this turn of the event loop.
      if (scheduled) return;
      scheduled = true;
      setImmediate(write);
    },
    listen: (topics) => {
      if (topics.length > 0) socket.write(`listen ${topics.join(',')}\n`);
    },
    drained: () => drained(socket, outbox),
    close: () => socket.destroy(),
  };
}

async function drained(socket: Socket, outbox: Outbox): Promise<void> {
  while (!socket.destroyed && (outbox.size() > 0 || socket.writableLength > 0))
    await new Promise((resolve) => setTimeout(resolve, 5));
}
