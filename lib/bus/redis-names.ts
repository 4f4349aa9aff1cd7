import { TOPICS, type Topic } from './message.ts';

/** The log lines' channel is the one that is configured, as other programs know it. */
export const channelOf = (channel: string, topic: Topic): string =>
  topic === 'log' ? channel : `${channel}:${topic}`;

export const topicOf = (channel: string, name: string): Topic | undefined =>
  TOPICS.find((topic) => channelOf(channel, topic) === name);

/** The hash of kept messages, by key. */
export const keptHash = (channel: string): string => `${channel}:kept`;
