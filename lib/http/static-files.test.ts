import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { staticFiles } from './static-files.ts';

function folder() {
  const path = mkdtempSync(join(tmpdir(), 'synapse-static-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  mkdirSync(join(path, 'assets'));
  writeFileSync(join(path, 'secret.txt'), 'secret');
  writeFileSync(join(path, 'assets/app-1.js'), 'plain');
  writeFileSync(join(path, 'assets/app-1.js.br'), 'brotli');
  writeFileSync(join(path, 'assets/app-1.js.gz'), 'gzip');
  writeFileSync(join(path, 'assets/x.css'), 'x');
  return staticFiles(join(path, 'assets'));
}

it.each([
  ['br, gzip', 'brotli', 'br'],
  ['gzip, deflate', 'gzip', 'gzip'],
  ['br;q=0, gzip;q=0.5', 'gzip', 'gzip'],
  ['', 'plain', undefined],
])('accept-encoding "%s" gets %s', (accepted, body, encoding) => {
  const reply = folder().reply('app-1.js', { 'accept-encoding': accepted }, { 'x-more': '1' })!;
  expect(reply.kind === 'bytes' && String(reply.bytes)).toBe(body);
  expect(reply.headers).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    vary: 'accept-encoding',
    'x-content-type-options': 'nosniff',
    'x-more': '1',
  });
  expect(reply.headers!['content-encoding']).toBe(encoding);
});

it('is asked again by the tag of what was sent', () => {
  const files = folder();
  const { etag } = files.reply('x.css', {}, {})!.headers as { etag: string };
  expect(files.reply('x.css', { 'if-none-match': `"other", ${etag}` }, {})!.status).toBe(304);
  expect(files.reply('app-1.js', { 'if-none-match': etag }, {})!.status).toBeUndefined();
});

it.each(['../secret.txt', '..%2fsecret.txt', '/secret.txt', 'app-1.js.br', 'none', '', '.', 'a\0'])(
  'knows nothing of %j',
  (name) => {
    expect(folder().reply(name, {}, {})).toBeNull();
  },
);

it('a folder that is not there is empty', () => {
  expect(staticFiles('/nowhere/at/all').has('index.html')).toBe(false);
});
