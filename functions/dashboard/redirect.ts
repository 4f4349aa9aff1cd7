import { bytes, type Headers, type Reply } from '../../lib/http/reply.ts';

/** 303: whatever the request was, the next one is a GET. */
export const redirect = (location: string, headers: Headers = {}): Reply<never> =>
  bytes('', 'text/plain; charset=utf-8', {
    status: 303,
    headers: {
      location,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      ...headers,
    },
  });
