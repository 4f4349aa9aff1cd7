import { chmodSync, statSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { writeFileDurably } from '../storage/write-file.ts';
import type { Frame, Topic } from './message.ts';
import type { Deliver } from './transport.ts';
import { frameLine, isTopic, parseFrame, readLines } from './frames.ts';

/** Bytes that may wait for a reader that does not read; then its frames are dropped. */
const MOST_WAITING = 2 ** 20;

export interface Hub {
  readonly send: (frame: Frame) => void;
  readonly dropped: () => number;
  /** Whether the socket's file is still ours; another process may have put its own in its place. */
  readonly owns: () => boolean;
  readonly close: () => void;
}

/**
 * The meeting point of the local bus, in one process: frames that come in go to every other connection that listens to
 * their topic, and to this process. Kept messages are in a file beside the socket, so that they outlive the process.
 * @throws EADDRINUSE when the socket's file exists.
 */
export async function openHub(path: string, deliver: Deliver): Promise<Hub> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const connections = new Map<Socket, Set<Topic>>();
  const keptFile = `${path.replace(/\.sock$/, '')}-kept.ndjson`;
  const kept = await readKept(keptFile);
  let dropped = 0;
  let saving: Promise<void> = Promise.resolve();

  const remember = (frame: Frame): void => {
    const { key, at } = frame.message;
    if (typeof key !== 'string') return;
    if (Number(kept.get(key)?.message['at'] ?? 0) >= Number(at)) return;
    kept.set(key, frame);
    const text = [...kept.values()].map(frameLine).join('');
    saving = saving.then(() => writeFileDurably(keptFile, text)).catch(() => {});
  };
  const spread = (frame: Frame, from?: Socket): void => {
    remember(frame);
    let line: string | undefined;
    for (const [socket, topics] of connections) {
      if (socket === from || !topics.has(frame.topic)) continue;
      if (socket.writableLength > MOST_WAITING) dropped++;
      else socket.write((line ??= frameLine(frame)));
    }
  };
  const welcome = (socket: Socket): void => {
    const topics = new Set<Topic>();
    connections.set(socket, topics);
    socket.on('error', () => {}).once('close', () => connections.delete(socket));
    readLines(socket, (line) => {
      if (line.startsWith('listen ')) {
        const wanted = line.slice(7).split(',').filter(isTopic);
        const fresh = wanted.filter((topic) => !topics.has(topic));
        for (const topic of fresh) topics.add(topic);
        for (const frame of kept.values())
          if (fresh.includes(frame.topic)) socket.write(frameLine(frame));
        return;
      }
      const frame = parseFrame(line);
      if (!frame) return;
      spread(frame, socket);
      deliver(frame);
    });
  };
  const server = await listenAt(path, welcome);
  const { ino } = statSync(path);
  for (const frame of kept.values()) deliver(frame);
  return {
    send: spread,
    dropped: () => dropped,
    owns: () => statSync(path, { throwIfNoEntry: false })?.ino === ino,
    close: () => {
      server.close();
      for (const socket of connections.keys()) socket.destroy();
    },
  };
}

async function listenAt(path: string, welcome: (socket: Socket) => void): Promise<Server> {
  const server = createServer(welcome);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(path, resolve);
  });
  server.on('error', () => {}).unref();
  chmodSync(path, 0o600);
  return server;
}

async function readKept(file: string): Promise<Map<string, Frame>> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const frames = text.split('\n').map(parseFrame);
  return new Map(
    frames
      .filter((frame) => frame !== null)
      .map((frame) => [String(frame.message['key']), frame] as const),
  );
}
