import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { listen } from '../../test/support/listen.ts';
import { readEnv } from '../config/env.ts';
import { createLog } from '../logging/log.ts';
import type { Handlers } from './call.ts';
import { json } from './reply.ts';
import { defineRoutes } from './route.ts';
import { createListener } from './serve.ts';

const slice = defineRoutes({
  upload: {
    tag: 't',
    summary: '',
    replies: 'json',
    seconds: 5,
    method: 'POST',
    path: '/upload',
    rejects: 422,
    form: {
      fields: z.object({ n: z.coerce.number().int().min(1), word: z.string().optional() }),
      files: { file: { max: 1 } },
    },
  },
});

const handlers: Handlers<typeof slice> = {
  upload: async ({ form }) => {
    const seen: unknown[] = [];
    for await (const item of form()) {
      if (item.kind === 'file') {
        let bytes = 0;
        for await (const chunk of item.stream) bytes += (chunk as Buffer).length;
        seen.push([item.filename, item.contentType, bytes]);
      } else if (item.kind === 'end') seen.push(item.values);
    }
    return json(seen);
  },
};

async function serve(variables: Record<string, string> = {}): Promise<string> {
  const env = readEnv({ SYNAPSE_LOG_LEVEL: 'CRITICAL', ...variables });
  return (
    await listen(
      createListener(slice, handlers, { env, log: createLog('test', env), ready: () => true }),
    )
  ).url;
}

const post = (url: string, body: string, type = 'application/json'): Promise<Response> =>
  fetch(url, { method: 'POST', body, headers: { 'content-type': type } });

describe('forms', () => {
  const form = (...entries: [string, string | Blob, string?][]): FormData => {
    const data = new FormData();
    for (const [name, value, filename] of entries) {
      if (typeof value === 'string') data.append(name, value);
      else data.append(name, value, filename);
    }
    return data;
  };
  const file = new Blob([new Uint8Array(100_000)], { type: 'audio/wav' });
  const send = (url: string, body: FormData): Promise<Response> =>
    fetch(`${url}/upload`, { method: 'POST', body });

  it('takes fields before and after the file', async () => {
    const url = await serve();
    const answer = await send(
      url,
      form(['word', 'w'], ['file', file, 'ä q.wav'], ['n', '3'], ['unknown', 'x']),
    );
    expect(await answer.json()).toEqual([['ä q.wav', 'audio/wav', 100_000], { n: 3, word: 'w' }]);
  });

  it.each([
    ['a missing file', form(['n', '1']), ['body', 'file'], 'missing'],
    ['an empty field', form(['n', ''], ['file', file, 'f']), ['body', 'n'], 'missing'],
    [
      'a bad field behind the file',
      form(['file', file, 'f'], ['n', '0']),
      ['body', 'n'],
      'greater_than_equal',
    ],
    ['a text for a file', form(['n', '1'], ['file', 'text']), ['body', 'file'], 'value_error'],
    ['a file for a text', form(['n', file, 'f']), ['body', 'n'], 'string_type'],
  ])('answers %s with a row', async (_name, body, loc, type) => {
    const answer = await send(await serve(), body);
    expect(answer.status).toBe(422);
    expect(((await answer.json()) as { detail: object[] }).detail[0]).toMatchObject({ loc, type });
  });

  it('counts files and bytes while reading', async () => {
    const url = await serve({ SYNAPSE_MAX_AUDIO_BYTES: '150000' });
    expect(
      (await send(url, form(['n', '1'], ['file', file, 'a'], ['file', file, 'b']))).status,
    ).toBe(422);
    expect(
      (await send(url, form(['n', '1'], ['file', new Blob([new Uint8Array(200_000)]), 'a'])))
        .status,
    ).toBe(413);
  });

  it('refuses what is not a form', async () => {
    const url = await serve();
    expect((await post(`${url}/upload`, '{}')).status).toBe(415);
    expect((await post(`${url}/upload`, 'x', 'multipart/form-data')).status).toBe(400);
    expect(
      (
        await post(
          `${url}/upload`,
          '--b\r\ncontent-disposition: form-data; name="n"\r\n\r\n1',
          'multipart/form-data; boundary=b',
        )
      ).status,
    ).toBe(400);
    expect((await fetch(`${url}/upload`, { method: 'POST' })).status).toBe(422);
  });
});
