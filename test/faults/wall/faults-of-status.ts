import { every, type Fault } from './fault.ts';
import { refused } from './outcome.ts';
import { answers } from './strikes.ts';

const say = (message: string, code: string | number | null = null, type = 'server_error'): string =>
  JSON.stringify({ error: { message, type, code } });

/** What a backend refuses in good HTTP. */
export const faultsOfStatus: readonly Fault[] = [
  {
    name: 'busy-429',
    title: 'answers 429 with Retry-After',
    bench: 'S01',
    strike: answers(429, say('too many requests', 'rate_limited'), { 'retry-after': '7' }),
    client: every(refused(429, 'rate_limited', '7')),
    counts: false,
  },
  {
    name: 'busy-429-bare',
    title: 'answers 429 without Retry-After',
    bench: 'S02',
    strike: answers(429, say('too many requests', 'rate_limited')),
    client: every(refused(429, 'rate_limited', '5')),
    counts: false,
  },
  {
    name: 'html-500',
    title: 'answers 500 with an HTML page and a stack trace',
    bench: 'S03',
    strike: answers(
      500,
      '<!doctype html><html><body><pre>Traceback (most recent call last): File "/srv/app.py" hunter2</pre></body></html>',
      { 'content-type': 'text/html' },
    ),
    client: every(refused(502, 'backend_error')),
    counts: false,
  },
  {
    name: 'empty-502',
    title: 'answers 502 with nothing',
    bench: 'S04, S16',
    strike: answers(502, '', { 'content-type': 'text/plain' }),
    client: every(refused(502, 'backend_error')),
    counts: true,
  },
  {
    name: 'loading-503',
    askedAgain: true,
    title: 'answers 503: it is loading its model',
    strike: answers(503, say('Loading model', 503, 'unavailable_error')),
    client: every(refused(503, '503', '5')),
    counts: false,
  },
  {
    name: 'busy-503',
    title: 'answers 503 with Retry-After',
    bench: 'S04, S15',
    strike: answers(503, say('overloaded', 'overloaded'), { 'retry-after': '9' }),
    client: every(refused(503, 'overloaded', '9')),
    counts: true,
  },
  {
    name: 'redirect-loop',
    title: 'redirects to itself',
    strike: ({ req, res, received }) => {
      received(() => res.writeHead(307, { location: req.url! }).end());
    },
    client: every(refused(502, 'backend_error')),
    counts: false,
  },
  {
    name: 'context-length',
    title: 'answers 400: the prompt is too long',
    bench: 'S12, S13',
    strike: answers(
      400,
      say('the prompt is too long', 'context_length_exceeded', 'invalid_request_error'),
    ),
    client: every(refused(400, 'context_length_exceeded')),
    counts: false,
    spares: ['/models/load', '/models/unload'],
  },
  {
    name: 'early-413',
    title: 'answers 413 before it has read the upload',
    strike: ({ res }) => {
      res.writeHead(413, { 'content-type': 'application/json' });
      res.end(say('the file is too large', 'too_large', 'invalid_request_error'));
    },
    client: every(refused(413, 'too_large')),
    counts: false,
    large: true,
  },
  {
    name: 'forbidden',
    title: 'answers 401: the gateway’s own key is wrong',
    strike: answers(401, say('invalid API key', 'invalid_api_key', 'authentication_error')),
    client: every(refused(502, 'invalid_api_key')),
    counts: false,
  },
];
