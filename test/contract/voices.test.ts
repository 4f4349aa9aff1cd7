import { describe, expect, it } from 'vitest';
import { call, expectError, postForm, postJson, toneWav } from './client.ts';

interface Change {
  readonly voice_id: string;
  readonly name: string;
  readonly references_count: number;
  readonly references: readonly string[];
}

async function create(name: string, ...files: Uint8Array[]): Promise<Change> {
  const answer = await postForm(
    '/voices',
    ['name', name],
    ...files.map((file, i) => ['files', file, `${i}.wav`] as const),
  );
  expect(answer.status).toBe(201);
  return (await answer.json()) as Change;
}

const remove = (id: string): Promise<Response> => call(`/voices/${id}`, { method: 'DELETE' });

describe('a voice', () => {
  it('is created, listed, read, renamed, extended, played and deleted', async () => {
    const made = await create('Ann', toneWav(6), toneWav(7, 180));
    expect(made).toMatchObject({
      name: 'Ann',
      references_count: 2,
      references: ['ref_001.wav', 'ref_002.wav'],
    });
    const list = (await (await call('/voices')).json()) as (Change & { created_at: string })[];
    expect(list.find(({ voice_id }) => voice_id === made.voice_id)).toMatchObject({
      name: 'Ann',
      references_count: 2,
    });
    expect(list[0]!.created_at).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+\+00:00$/);

    const one = (await (await call(`/voices/${made.voice_id}`)).json()) as {
      files: object[];
      duration_seconds: number;
    };
    expect(one.duration_seconds).toBeCloseTo(13, 1);
    expect(one.files[0]).toMatchObject({
      name: 'ref_001.wav',
      sample_rate: 16_000,
      channels: 1,
      duration_seconds: 6,
    });

    const renamed = await call(`/voices/${made.voice_id}`, {
      method: 'PATCH',
      body: '{"name":"Bea"}',
      headers: { 'content-type': 'application/json' },
    });
    expect(await renamed.json()).toMatchObject({ name: 'Bea', voice_id: made.voice_id });

    const added = await postForm(`/voices/${made.voice_id}/references`, [
      'files',
      toneWav(8),
      'x.wav',
    ]);
    expect(added.status).toBe(200);
    expect(await added.json()).toMatchObject({
      references_count: 3,
      references: ['ref_001.wav', 'ref_002.wav', 'ref_003.wav'],
    });

    const gone = await remove(made.voice_id);
    expect(await gone.json()).toEqual({ status: 'deleted', voice_id: made.voice_id });
    await expectError(await remove(made.voice_id), 404);
    await expectError(await call(`/voices/${made.voice_id}`), 404);
  });

  it('plays back byte ranges', async () => {
    const file = toneWav(6);
    const { voice_id: id } = await create('Range', file);
    const url = `/voices/${id}/references/ref_001.wav`;
    const whole = await call(url);
    expect([
      whole.status,
      whole.headers.get('accept-ranges'),
      whole.headers.get('content-type'),
    ]).toEqual([200, 'bytes', 'audio/wav']);
    expect(Buffer.from(await whole.arrayBuffer()).equals(Buffer.from(file))).toBe(true);
    const part = await call(url, { headers: { range: 'bytes=10-19' } });
    expect([part.status, part.headers.get('content-range')]).toEqual([
      206,
      `bytes 10-19/${file.length}`,
    ]);
    expect(Buffer.from(await part.arrayBuffer()).equals(Buffer.from(file.subarray(10, 20)))).toBe(
      true,
    );
    const tail = await call(url, { headers: { range: 'bytes=-5' } });
    expect(Buffer.from(await tail.arrayBuffer()).equals(Buffer.from(file.subarray(-5)))).toBe(true);
    const beyond = await call(url, { headers: { range: `bytes=${file.length}-` } });
    expect(beyond.headers.get('content-range')).toBe(`bytes */${file.length}`);
    await expectError(beyond, 416);
    const cached = await call(url, { headers: { 'if-none-match': whole.headers.get('etag')! } });
    expect(cached.status).toBe(304);
    await expectError(await call(`/voices/${id}/references/ref_009.wav`), 404);
    await expectError(await call(`/voices/${id}/references/..%2fmetadata.json`), 404);
    await remove(id);
  });
});

describe('uploads that do not fit', () => {
  it.each([
    ['too short', toneWav(2), /5/],
    ['too long', toneWav(31), /30/],
    ['zeros', new Uint8Array(2000), /WAV|RIFF/],
    ['cut short', toneWav(6).subarray(0, 30), /byte|44|small|short/],
  ])('%s: the answer names the file and the reason', async (_name, file, reason) => {
    const answer = await postForm(
      '/voices',
      ['name', 'x'],
      ['files', toneWav(6), 'good.wav'],
      ['files', file, 'bad.wav'],
    );
    expect(answer.status).toBe(422);
    const body = (await answer.json()) as { error: { message: string } };
    expect(body.error.message).toContain('bad.wav');
    expect(body.error.message).toMatch(reason);
  });

  it('neither a WAV name nor a WAV type', async () => {
    const form = new FormData();
    form.append('name', 'x');
    form.append('files', new Blob(['text'], { type: 'text/plain' }), 'notes.txt');
    await expectError(await call('/voices', { method: 'POST', body: form }), 422);
  });

  it('no name, no file, too many files', async () => {
    expect(
      (await expectError(await postForm('/voices', ['files', toneWav(6), 'a.wav']), 422)).detail,
    ).toMatchObject([{ loc: ['body', 'name'], type: 'missing' }]);
    expect((await expectError(await postForm('/voices', ['name', 'x']), 422)).detail).toMatchObject(
      [{ loc: ['body', 'files'], type: 'missing' }],
    );
    const eleven = Array.from({ length: 11 }, (_, i) => ['files', toneWav(5), `${i}.wav`] as const);
    await expectError(await postForm('/voices', ['name', 'x'], ...eleven), 422);
  });

  it('leave nothing behind', async () => {
    const before = (await (await call('/voices')).json()) as object[];
    await postForm('/voices', ['name', 'x'], ['files', toneWav(1), 'bad.wav']);
    expect(((await (await call('/voices')).json()) as object[]).length).toBe(before.length);
  });
});

it.each(['/voices/unknown', '/voices/model-profiles.json', '/voices/..%2F..'])(
  'DELETE %s is 404',
  async (path) => {
    const answer = await call(path, { method: 'DELETE' });
    // nginx, where it stands in front, refuses to climb out of the root by itself.
    if (path.includes('..') && answer.headers.get('server')?.startsWith('nginx'))
      expect(answer.status).toBe(400);
    else await expectError(answer, 404);
  },
);

it('one recording of several can be deleted, the last one cannot', async () => {
  const { voice_id: id } = await create('Spare', toneWav(5));
  await postForm(`/voices/${id}/references`, ['files', toneWav(6), 'b.wav']);
  const path = `/voices/${id}/references/ref_001.wav`;
  const answer = await call(path, { method: 'DELETE' });
  expect([answer.status, await answer.json()]).toEqual([
    200,
    { voice_id: id, name: 'Spare', references_count: 1, references: ['ref_002.wav'] },
  ]);
  await expectError(await call(path, { method: 'DELETE' }), 404);
  await expectError(await call(path), 404);
  const last = await call(`/voices/${id}/references/ref_002.wav`, { method: 'DELETE' });
  expect((await expectError(last, 409)).error.code).toBe('last_recording');
  expect((await call(`/voices/${id}/references/ref_002.wav`)).status).toBe(200);
});

it('concurrent additions never share a number', async () => {
  const { voice_id: id } = await create('Busy', toneWav(5));
  const answers = await Promise.all(
    Array.from({ length: 6 }, () =>
      postForm(`/voices/${id}/references`, ['files', toneWav(5), 'a.wav']),
    ),
  );
  expect(answers.map((answer) => answer.status)).toEqual(Array(6).fill(200));
  const { references } = (await (await call(`/voices/${id}`)).json()) as Change;
  expect(references).toEqual(Array.from({ length: 7 }, (_, i) => `ref_00${i + 1}.wav`));
  await remove(id);
});

it('a rename without a name is 422', async () => {
  const { voice_id: id } = await create('Named', toneWav(5));
  const answer = await call(`/voices/${id}`, {
    method: 'PATCH',
    body: '{"name":""}',
    headers: { 'content-type': 'application/json' },
  });
  await expectError(answer, 422);
  await expectError(await postJson(`/voices/${id}`, {}), 405);
  await remove(id);
});
