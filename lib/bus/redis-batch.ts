import type { Redis } from 'ioredis';
import type { Frame } from './message.ts';
import { channelOf, keptHash } from './redis-names.ts';

export interface BatchOutcome {
  /** Nobody knows whether these have arrived. Without marks, which are soon old, and what is kept, which is compared. */
  readonly unanswered: readonly Frame[];
  /** How many were not confirmed, those that Redis has answered it does not take among them. */
  readonly unconfirmed: number;
  /** Why; undefined: all of them have arrived. */
  readonly error: Error | undefined;
  /** How many heard the last log line; undefined: there was none. */
  readonly receivers: number | undefined;
}

/** Sends frames in order, in one go. */
export async function sendBatch(
  redis: Redis,
  channel: string,
  batch: readonly Frame[],
): Promise<BatchOutcome> {
  const pipeline = redis.pipeline();
  const owners: Frame[] = [];
  for (const frame of batch) {
    const { topic, message } = frame;
    const text = JSON.stringify(message);
    pipeline.publish(channelOf(channel, topic), text);
    owners.push(frame);
    if (typeof message['key'] !== 'string') continue;
    pipeline.hset(keptHash(channel), message['key'], text);
    owners.push(frame);
  }
  const results = (await pipeline.exec()) ?? [];
  const unanswered = new Set<Frame>();
  const unconfirmed = new Set<Frame>();
  let error: Error | undefined;
  let receivers: number | undefined;
  for (const [index, [fault, answer]] of results.entries()) {
    const frame = owners[index]!;
    if (fault) {
      unconfirmed.add(frame);
      if (fault.name !== 'ReplyError' && isSentAgain(frame)) unanswered.add(frame);
    } else if (frame.topic === 'log') receivers = Number(answer);
    error ??= fault ?? undefined;
  }
  return { unanswered: [...unanswered], unconfirmed: unconfirmed.size, error, receivers };
}

const isSentAgain = ({ topic, message }: Frame): boolean =>
  topic !== 'mark' && message['key'] === undefined;
