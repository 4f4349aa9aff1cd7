import { FOLLOWED, type Message, type Topic } from './message.ts';
import type { Transport } from './transport.ts';
import type { Follower } from './follow.ts';

const EVERY_MS = 5000;
/** Turns of the clock after which a process that says nothing more marks only every so many turns. */
const CALM = 12;

/**
 * How far this process has come on each topic, told from time to time: a lost message is noticed by the next one's
 * number, and the last one by nothing else than this.
 */
export function createMarks(
  transport: Transport,
  lastId: (topic: Topic) => string,
  send: (topic: Topic, message: Message) => void,
) {
  const began = performance.now();
  const mine = new Set(FOLLOWED.map((topic) => lastId(topic).split('-', 1)[0]));
  let instance: unknown = null;
  let told = '';
  let turns = 0;
  const mark = (): void => {
    const { connected, waiting } = transport.counters();
    // Behind lines that wait it would be old when it comes.
    if (!transport.used() || !connected || waiting > 0) return;
    const ids = Object.fromEntries(FOLLOWED.map((topic) => [topic, lastId(topic)]));
    const now = Object.values(ids).join();
    turns = now === told ? turns + 1 : 0;
    if (turns > CALM && turns % CALM > 0) return;
    told = now;
    send('mark', { instance, age_ms: Math.round(performance.now() - began), ...ids });
  };
  const timer = setInterval(mark, EVERY_MS);
  timer.unref();
  return {
    /** The name by which others know this process. */
    note: (name: unknown): void => {
      instance = name ?? instance;
    },
    /** Compares what another process says it has sent with what has come. */
    read: (message: Message, followerOf: (topic: Topic) => Follower | null): void => {
      for (const topic of FOLLOWED) {
        const id = message[topic];
        if (typeof id === 'string' && !mine.has(id.split('-', 1)[0]))
          followerOf(topic)?.marked(id, message['age_ms'], message['instance']);
      }
    },
    end: (): void => clearInterval(timer),
  };
}
