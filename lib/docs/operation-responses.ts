import type { Route } from '../http/route.ts';
import { jsonSchema, type Json } from './json-schema.ts';

const text = (description: string): Json => ({ description, schema: { type: 'string' } });

/** Headers that many answers share; the components of the document. */
export const HEADERS: Readonly<Record<string, Json>> = {
  RequestId: text('The id of the request in all logs: the one sent with it, or a new one.'),
  RetryAfter: text('Seconds after which to try again.'),
};

const ref = (name: string): Json => ({ $ref: `#/components/headers/${name}` });
const ALWAYS = { 'x-request-id': ref('RequestId') };
const FAILURE = {
  'application/json': { schema: { $ref: '#/components/schemas/Error' } },
};
const AGAIN = new Set(['429', '503']);

const MEDIA: Readonly<Record<Route['replies'], string>> = {
  json: 'application/json',
  audio: 'audio/*',
  sse: 'text/event-stream',
  html: 'text/html',
  text: 'text/plain',
};

/** All answers of a route, by status, as an OpenAPI operation lists them: successes first. */
export function responsesOf(route: Route, components: Record<string, Json>): Json {
  const whole = success(route, components);
  const failures = Object.entries(failuresOf(route)).map(([status, description]) => [
    status,
    {
      description,
      headers: { ...ALWAYS, ...(AGAIN.has(status) && { 'retry-after': ref('RetryAfter') }) },
      content: FAILURE,
    },
  ]);
  return {
    [route.status ?? 200]: whole,
    ...(route.mayAccept && { 202: { ...whole, description: 'It is being done elsewhere' } }),
    ...(route.ranges && {
      206: {
        ...whole,
        description: 'The range asked for',
        headers: { ...whole.headers, 'content-range': text('Which bytes of how many.') },
      },
      304: { description: 'Not changed', headers: whole.headers },
    }),
    ...Object.fromEntries(failures),
  };
}

function success(route: Route, components: Record<string, Json>) {
  const schema = route.response
    ? jsonSchema(route.response, components)
    : { type: 'string', ...(route.replies === 'audio' && { format: 'binary' }) };
  const headers = {
    ...ALWAYS,
    ...(route.ranges && {
      etag: text('Changes with the recording.'),
      'accept-ranges': text('`bytes`'),
    }),
    ...Object.fromEntries(
      Object.entries(route.headers ?? {}).map(([name, says]) => [name, text(says)]),
    ),
  };
  return {
    description: 'Success',
    headers,
    content: {
      [MEDIA[route.replies]]: { schema },
      ...(route.streams && { 'text/event-stream': { schema: { type: 'string' } } }),
    },
  };
}

function failuresOf(route: Route): Record<string, string> {
  const rejects = route.rejects ?? 400;
  return {
    ...(route.method !== 'GET' && { 403: 'From a page of another origin: `origin_not_allowed`' }),
    ...(route.params && { 404: 'Unknown' }),
    ...(route.ranges && { 416: 'The range lies outside' }),
    ...((route.body || route.form) && {
      [rejects]: 'The request does not fit',
      408: 'The body stopped arriving',
      413: 'Too large',
      415: 'Wrong content type',
    }),
    ...(route.query && { [rejects]: 'The request does not fit' }),
    ...(route.backend && {
      409: 'The request was cancelled: `request_cancelled`',
      429: 'The backend has too much to do',
      502: 'The backend broke or answered nonsense',
      503: 'The backend cannot be reached',
      504: 'The backend is silent',
    }),
    ...route.failures,
  };
}
