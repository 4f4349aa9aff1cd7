import { expect, test } from 'vitest';
import { readEvents } from './events.ts';

/** The events of a text that arrives in pieces of `size` bytes, and its comments. */
async function read(text: string, size: number) {
  const bytes = new TextEncoder().encode(text);
  const body = new ReadableStream<Uint8Array>({
    start(out) {
      for (let at = 0; at < bytes.length; at += size) out.enqueue(bytes.slice(at, at + size));
      out.close();
    },
  });
  const comments: string[] = [];
  const events = [];
  for await (const event of readEvents(body, (comment) => comments.push(comment)))
    events.push(event);
  return { events, comments };
}

const TEXT =
  'retry: 500\n\n: keepalive\n\nid: 7\nevent: log\ndata: {"a":"ü"}\n\nevent: two\r\ndata: one\r\ndata: two\r\n\r\ndata: cut off';

test.each([1, 2, 3, 7, 1000])('in pieces of %i bytes nothing changes', async (size) => {
  const { events, comments } = await read(TEXT, size);
  expect(events).toEqual([
    { event: 'message', data: '', id: undefined, retry: 500 },
    { event: 'log', data: '{"a":"ü"}', id: '7', retry: undefined },
    { event: 'two', data: 'one\ntwo', id: undefined, retry: undefined },
  ]);
  expect(comments).toEqual(['keepalive']);
});
