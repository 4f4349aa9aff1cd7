import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { listen } from '../support/listen.ts';
import { checkout } from './checkout.ts';

const MODEL = Buffer.from('model '.repeat(50_000));
const SHA256 = createHash('sha256').update(MODEL).digest('hex');

/** A hub that redirects to its store, declares a checksum and serves ranges. */
async function hub(declared: string): Promise<{ url: string; ranges: (string | undefined)[] }> {
  const ranges: (string | undefined)[] = [];
  const { url } = await listen((req, res) => {
    if (req.url === '/model.gguf')
      return void res
        .writeHead(302, { location: '/store', 'x-linked-etag': `"${declared}"` })
        .end();
    const range = /bytes=(\d+)-/.exec(req.headers.range ?? '');
    ranges.push(req.headers.range);
    if (!range) return void res.writeHead(200, { 'content-length': MODEL.length }).end(MODEL);
    const from = Number(range[1]);
    return void res
      .writeHead(206, { 'content-range': `bytes ${from}-${MODEL.length - 1}/${MODEL.length}` })
      .end(MODEL.subarray(from));
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
