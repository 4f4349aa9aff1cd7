import { operations, type Operation } from '../wall/operation.ts';

/** An operation, and what its function uses Redis for. */
export interface RedisUser {
  readonly operation: Operation;
  readonly uses: string;
  readonly env: (url: string) => Record<string, string>;
}

const known = (title: string): Operation => operations.find((one) => one.title === title)!;

const feed = (url: string): Record<string, string> => ({
  SYNAPSE_TERMINAL_FEED_MODE: 'live',
  SYNAPSE_TERMINAL_FEED_BUS_MODE: 'redis',
  SYNAPSE_TERMINAL_FEED_REDIS_URL: url,
  SYNAPSE_TERMINAL_FEED_REDIS_CONNECT_TIMEOUT_SECONDS: '1',
});

export const redisUsers: readonly RedisUser[] = [
  {
    operation: {
      ...known('POST /v1/chat/completions'),
      // A model of its own for each call: the router has to be changed, which takes the lease.
      body: ({ key }) => ({ model: key, messages: [{ role: 'user', content: 'confidential' }] }),
    },
    uses: 'the lease on the router',
    env: (url) => ({ SYNAPSE_REDIS_URL: url }),
  },
  { operation: known('POST /tts/synthesize'), uses: 'the feed’s bus', env: feed },
  { operation: known('POST /stt/transcribe'), uses: 'the feed’s bus', env: feed },
];
