import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { listen } from '../support/listen.ts';
import { checkout } from './checkout.ts';

const MODEL = Buffer.from('model '.repeat(50_000));
const SHA256 = createHash('sha256').update(MODEL).digest('hex');

/** A hub that redirects to its store, declares a checksum, serves ranges and breaks off the first answers. */
async function hub(
  declared: string,
  broken = 0,
): Promise<{ url: string; ranges: (string | undefined)[] }> {
  const ranges: (string | undefined)[] = [];
  const send = (res: ServerResponse, bytes: Buffer): void => {
    if (ranges.length > broken) return void res.end(bytes);
    res.write(bytes.subarray(0, 100_000), () => setTimeout(() => res.destroy(), 100));
  };
  const { url } = await listen((req, res) => {
    if (req.url === '/model.gguf')
      return void res
        .writeHead(302, { location: '/store', 'x-linked-etag': `"${declared}"` })
        .end();
    const range = /bytes=(\d+)-/.exec(req.headers.range ?? '');
    ranges.push(req.headers.range);
    const from = Number(range?.[1] ?? 0);
    const { length } = MODEL;
    if (from >= length)
      return void res.writeHead(416, { 'content-range': `bytes */${length}` }).end('none');
    res.writeHead(range ? 206 : 200, {
      'content-length': length - from,
      ...(range && { 'content-range': `bytes ${from}-${length - 1}/${length}` }),
    });
    return send(res, MODEL.subarray(from));
  });
  return { url: `${url}/model.gguf`, ranges };
}

const SCRIPT = 'kustomize/backends/models/download.sh';

it('fetches a model once, under its name only when its checksum is right', async () => {
  const repo = checkout();
  const { url, ranges } = await hub(SHA256);
  const file = join(repo.folder, 'models/llm/model.gguf');
  const first = await repo.run('sh', [SCRIPT, file, url]);
  expect(first.code, first.output).toBe(0);
  expect(readFileSync(file).equals(MODEL)).toBe(true);
  expect((await repo.run('sh', [SCRIPT, file, url])).output).toContain('is there');
  expect(ranges).toEqual([undefined]);
});

it('resumes what was interrupted', async () => {
  const repo = checkout();
  const { url, ranges } = await hub(SHA256);
  const file = join(repo.folder, 'model.gguf');
  writeFileSync(`${file}.part`, MODEL.subarray(0, 1000));
  const { code, output } = await repo.run('sh', [SCRIPT, file, url]);
  expect(code, output).toBe(0);
  expect(ranges).toEqual(['bytes=1000-']);
  expect(readFileSync(file).equals(MODEL)).toBe(true);
});

it('goes on where a connection broke, as often as it does', async () => {
  const repo = checkout();
  const { url, ranges } = await hub(SHA256, 2);
  const file = join(repo.folder, 'model.gguf');
  const { code, output } = await repo.run('sh', [SCRIPT, file, url], { RETRY_SECONDS: '0' });
  expect(code, output).toBe(0);
  expect(ranges).toEqual([undefined, 'bytes=100000-', 'bytes=200000-']);
  expect(readFileSync(file).equals(MODEL)).toBe(true);
});

it('names a download that was whole when it was interrupted, while its checksum was made', async () => {
  const repo = checkout();
  const { url } = await hub(SHA256);
  const file = join(repo.folder, 'model.gguf');
  writeFileSync(`${file}.part`, MODEL);
  const { code, output } = await repo.run('sh', [SCRIPT, file, url], { RETRY_SECONDS: '0' });
  expect(code, output).toBe(0);
  expect(readFileSync(file).equals(MODEL)).toBe(true);
});

it('removes what has another checksum, and takes nothing without one', async () => {
  const repo = checkout();
  const file = join(repo.folder, 'model.gguf');
  const wrong = await repo.run('sh', [SCRIPT, file, (await hub('0'.repeat(64))).url]);
  expect(wrong.code).not.toBe(0);
  expect(wrong.output).toContain('the checksum of');
  const none = await repo.run('sh', [SCRIPT, file, (await hub('not a checksum')).url]);
  expect(none.output).toContain('no sha256 is known');
  expect(existsSync(file) || existsSync(`${file}.part`)).toBe(false);
});
