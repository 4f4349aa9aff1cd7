import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createProfileStore, type ProfileStore } from './profiles.ts';

let directory = '';
let path = '';
let kept: string[] = [];
const open = (): ProfileStore => createProfileStore({ path, onCorrupt: (name) => kept.push(name) });

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'synapse-profiles-'));
  path = join(directory, 'model-profiles.json');
  kept = [];
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('createProfileStore', () => {
  it('writes the file as it has always been: sorted, indented, ASCII', async () => {
    await open().update('zü/b', { top_k: 5, system_prompt: 'é' });
    await open().update('a', { temperature: 0.5 });
    const text = readFileSync(path, 'utf8');
    expect(text).toMatch(
      /^\{\n {2}"models": \{\n {4}"a": \{\n {6}"updated_at": "\d{4}-.*\+00:00",\n {6}"values": \{\n {8}"temperature": 0.5\n/,
    );
    expect(text).toContain('"z\\u00fc/b"');
    expect(text).toContain('"system_prompt": "\\u00e9"');
    expect(JSON.parse(text)).toMatchObject({ version: 1 });
  });

  it('refuses an answer longer than its context, whichever is changed last', async () => {
    const store = open();
    await store.update('m', { runtime_ctx_size: 4096 });
    await expect(store.update('m', { max_tokens: 8192 })).rejects.toThrow(
      'max_tokens: 8192 is more',
    );
    await store.update('n', { max_tokens: 8192 });
    await expect(store.update('n', { runtime_ctx_size: 4096 })).rejects.toThrow('max_tokens');
    expect(await store.update('n', { runtime_ctx_size: 8192 })).toMatchObject({ max_tokens: 8192 });
    expect(await open().get('m')).toEqual({ runtime_ctx_size: 4096 });
  });

  it('merges, deletes by null, replaces, and drops an empty profile', async () => {
    const store = open();
    await store.update('m', { top_k: 5, top_p: 0.5 });
    expect(await store.update('m', { top_k: null, min_p: 0.1 })).toEqual({
      top_p: 0.5,
      min_p: 0.1,
    });
    expect(await store.update('m', { top_k: 1 }, true)).toEqual({ top_k: 1 });
    expect(await store.update('m', {}, true)).toEqual({});
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ models: {}, version: 1 });
  });

  it('sees and keeps what others write', async () => {
    const [one, two] = [open(), open()];
    await one.update('a', { top_k: 1 });
    expect(await two.get('a')).toEqual({ top_k: 1 });
    await Promise.all(
      Array.from({ length: 20 }, (_, i) => (i % 2 ? one : two).update(`m${i}`, { top_k: i + 1 })),
    );
    expect((await one.all()).size).toBe(21);
  });

  it('a read that began before a write does not bring back what was', async () => {
    const one = open();
    for (let value = 1; value <= 40; value++) {
      const reading = Array.from({ length: 20 }, () => one.all());
      const written = one.update('a', { top_k: value });
      const more = Array.from({ length: 20 }, () => one.all());
      await written;
      await Promise.all([...reading, ...more]);
      expect(await one.recent('a')).toEqual({ top_k: value });
    }
  });

  it('a recent profile is what was written here, and soon what others wrote', async () => {
    const [one, two] = [open(), open()];
    expect(await two.recent('a')).toEqual({});
    await one.update('a', { top_k: 1 });
    expect(await one.recent('a')).toEqual({ top_k: 1 });
    await expect.poll(() => two.recent('a'), { timeout: 2000 }).toEqual({ top_k: 1 });
    await one.update('a', { top_k: 2 });
    expect([await one.recent('a'), await two.recent('toString')]).toEqual([{ top_k: 2 }, {}]);
  });

  it('sets an unreadable file aside and says so', async () => {
    writeFileSync(path, '{"models": {"a": ');
    expect(await open().get('a')).toEqual({});
    expect(kept).toHaveLength(1);
    expect(readFileSync(kept[0]!, 'utf8')).toBe('{"models": {"a": ');
    await open().update('b', { top_k: 1 });
    expect(readdirSync(directory)).toHaveLength(2);
  });

  it('sets it aside once, however many read it, and loses no write', async () => {
    writeFileSync(path, 'no JSON');
    const stores = Array.from({ length: 5 }, open);
    await Promise.all(
      stores.map((store, i) => (i % 2 ? store.update(`m${i}`, { top_k: 1 }) : store.get('a'))),
    );
    expect(kept).toHaveLength(1);
    expect([...(await open().all()).keys()].sort()).toEqual(['m1', 'm3']);
  });

  it('keeps entries and keys it does not understand', async () => {
    writeFileSync(
      path,
      JSON.stringify({
        models: { odd: { values: 'x' }, fine: { values: { top_k: 2 } } },
        version: 1,
        more: true,
      }),
    );
    const store = open();
    expect([...(await store.all()).keys()]).toEqual(['fine']);
    await store.update('new', { top_k: 3 });
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({
      models: { odd: { values: 'x' } },
      more: true,
    });
  });
});
