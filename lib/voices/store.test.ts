import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeWav } from '../audio/wav.ts';
import { stageReference, UnusableRecording, type StagedReference } from './stage-reference.ts';
import { createVoiceStore, type VoiceStore } from './store.ts';

const LIMITS = { maxBytes: 1_000_000, minSeconds: 1, maxSeconds: 3 };
const wav = (seconds: number): Buffer =>
  encodeWav({ sampleRate: 8000, channels: [new Float32Array(seconds * 8000).fill(0.1)] });

let directory = '';
let store: VoiceStore;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'synapse-voices-'));
  store = createVoiceStore({ directory, maxVoices: 3, maxReferences: 4 });
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const stage = async (bytes: Buffer = wav(1)): Promise<StagedReference> =>
  stageReference(Readable.from([bytes]), await store.stagingPath(), 'a.wav', LIMITS);

/** What is in the library but the uploads, which whoever staged them removes. */
const names = (): string[] => readdirSync(directory).filter((name) => !name.startsWith('.upload'));

describe('a voice', () => {
  it('keeps its facts, in the file format of before', async () => {
    const { id } = await store.create('Ann', [await stage(), await stage(wav(2))]);
    const metadata = JSON.parse(
      readFileSync(join(directory, id, 'metadata.json'), 'utf8'),
    ) as Record<string, unknown>;
    expect(metadata).toMatchObject({
      voice_id: id,
      name: 'Ann',
      duration_seconds: 3,
      next_reference: 3,
    });
    expect(metadata['created_at']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00$/);
    expect((await store.get(id)).files[1]).toMatchObject({
      name: 'ref_002.wav',
      duration_seconds: 2,
      sample_rate: 8000,
      channels: 1,
      bytes: 32_044,
    });
  });

  it('gives one recording away, never the last one, and never its number', async () => {
    const { id } = await store.create('Ann', [await stage(), await stage(wav(2))]);
    writeFileSync(join(directory, `${id}_ref_002.wav`), 'copy');
    expect((await store.removeReference(id, 'ref_002.wav')).references).toEqual(['ref_001.wav']);
    expect(names().filter((name) => !name.startsWith('.'))).toEqual([id]);
    expect(JSON.parse(readFileSync(join(directory, id, 'metadata.json'), 'utf8'))).toMatchObject({
      duration_seconds: 1,
      next_reference: 3,
      references: [{ name: 'ref_001.wav' }],
    });
    await expect(store.removeReference(id, 'ref_002.wav')).rejects.toMatchObject({ status: 404 });
    await expect(store.removeReference(id, '../metadata.json')).rejects.toMatchObject({
      status: 404,
    });
    await expect(store.removeReference(id, 'ref_001.wav')).rejects.toMatchObject({
      status: 409,
      code: 'last_recording',
    });
    expect((await store.addReferences(id, [await stage()])).references).toEqual([
      'ref_001.wav',
      'ref_003.wav',
    ]);
    expect((await store.firstReference(id)).facts.name).toBe('ref_001.wav');
  });

  it('leaves a recording when all are taken at once', async () => {
    const { id, references } = await store.create('Ann', [
      await stage(),
      await stage(),
      await stage(),
    ]);
    const ends = await Promise.allSettled(
      references.map((name) => store.removeReference(id, name)),
    );
    expect(ends.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    expect((await store.get(id)).files).toHaveLength(1);
  });

  it('does not give away the number of a library of before, which kept no count', async () => {
    const { id } = await store.create('Ann', [await stage(), await stage()]);
    const file = join(directory, id, 'metadata.json');
    const {
      next_reference: _,
      references: __,
      ...old
    } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    writeFileSync(file, JSON.stringify(old));
    await store.removeReference(id, 'ref_002.wav');
    expect((await store.addReferences(id, [await stage()])).references).toEqual([
      'ref_001.wav',
      'ref_003.wav',
    ]);
  });

  it('never gives a number twice, not even after its file has gone', async () => {
    const { id } = await store.create('Ann', [await stage(), await stage()]);
    rmSync(join(directory, id, 'references/ref_002.wav'));
    expect((await store.addReferences(id, [await stage()])).references).toEqual([
      'ref_001.wav',
      'ref_003.wav',
    ]);
  });

  it('counts on under concurrent additions', async () => {
    const { id } = await store.create('Ann', [await stage()]);
    const other = createVoiceStore({ directory, maxVoices: 3, maxReferences: 4 });
    await Promise.all([
      store.addReferences(id, [await stage()]),
      other.addReferences(id, [await stage()]),
      store.addReferences(id, [await stage()]),
    ]);
    expect((await store.get(id)).voice.references).toEqual([
      'ref_001.wav',
      'ref_002.wav',
      'ref_003.wav',
      'ref_004.wav',
    ]);
  });

  it('goes as a whole, with the flat copies of a backend on the same volume', async () => {
    const { id } = await store.create('Ann', [await stage()]);
    writeFileSync(join(directory, `${id}_ref_001.wav`), 'copy');
    writeFileSync(join(directory, 'model-profiles.json'), '{}');
    await store.remove(id);
    expect(names()).toEqual(['model-profiles.json']);
    await expect(store.get(id)).rejects.toMatchObject({ status: 404 });
  });

  it('is renamed', async () => {
    const { id } = await store.create('Ann', [await stage()]);
    expect(await store.rename(id, 'Bea')).toMatchObject({ id, name: 'Bea' });
    expect((await store.list()).voices).toMatchObject([{ name: 'Bea' }]);
  });

  it('takes back what was placed when a later recording cannot be', async () => {
    const { id } = await store.create('Ann', [await stage()]);
    const lost = { ...(await stage()), path: join(directory, '.upload.tmp-gone') };
    await expect(store.addReferences(id, [await stage(), lost])).rejects.toThrow();
    expect((await store.get(id)).voice.references).toEqual(['ref_001.wav']);
    expect((await store.addReferences(id, [await stage()])).references).toEqual([
      'ref_001.wav',
      'ref_004.wav',
    ]);
  });

  it('respects the quotas', async () => {
    const { id } = await store.create('1', [await stage()]);
    await expect(
      store.addReferences(id, await Promise.all([stage(), stage(), stage(), stage()])),
    ).rejects.toMatchObject({ status: 409 });
    await store.create('2', [await stage()]);
    await store.create('3', [await stage()]);
    await expect(store.create('4', [await stage()])).rejects.toMatchObject({
      status: 409,
      code: 'quota_reached',
    });
  });
});

describe('a library of before', () => {
  it('is read: facts are worked out, the first kind is migrated, a broken voice hides no other', async () => {
    const write = (id: string, metadata: string): void => {
      mkdirSync(join(directory, id), { recursive: true });
      writeFileSync(join(directory, id, 'metadata.json'), metadata);
    };
    write(
      'old',
      '{"voice_id":"old","name":"Old","created_at":"2025-01-01T00:00:00.000001+00:00","duration_seconds":0.0}',
    );
    writeFileSync(join(directory, 'old/reference.wav'), wav(2));
    write('broken', '{"voice_id":');
    mkdirSync(join(directory, 'lost+found'));
    mkdirSync(join(directory, 'somebody-elses'));
    const { voices, problems } = await store.list();
    expect(voices).toEqual([
      {
        id: 'old',
        name: 'Old',
        createdAt: '2025-01-01T00:00:00.000001+00:00',
        references: ['ref_001.wav'],
      },
    ]);
    await expect(store.get('broken')).rejects.toMatchObject({
      status: 503,
      code: 'voice_unreadable',
    });
    expect(problems).toMatchObject([{ id: 'broken' }]);
    await store.remove('broken');
    expect((await store.list()).problems).toEqual([]);
    expect((await store.firstReference('old')).facts).toMatchObject({
      name: 'ref_001.wav',
      duration_seconds: 2,
    });
    expect((await store.addReferences('old', [await stage()])).references).toEqual([
      'ref_001.wav',
      'ref_002.wav',
    ]);
  });
});

describe('ids', () => {
  it('that are not plain names are unknown, and nothing outside is touched', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.constantFrom('..', '../x', 'a/b', 'a\\b', '.hidden', 'a\0', 'model-profiles.json', ''),
        ),
        async (id) => {
          await expect(store.get(id)).rejects.toMatchObject({ status: 404 });
          await expect(store.remove(id)).rejects.toMatchObject({ status: 404 });
          await expect(store.reference(id, '../metadata.json')).rejects.toMatchObject({
            status: 404,
          });
        },
      ),
      { numRuns: 50 },
    );
  });

  it('of recordings are names of recordings', async () => {
    const { id } = await store.create('Ann', [await stage()]);
    for (const name of ['../metadata.json', 'metadata.json', 'ref_009.wav', '']) {
      await expect(store.reference(id, name)).rejects.toMatchObject({
        status: 404,
        code: 'reference_not_found',
      });
    }
  });
});

describe('stageReference', () => {
  it.each([
    ['too short', wav(0.5), /0.5 s/],
    ['too long', wav(4), /4 s/],
    ['no WAV', Buffer.alloc(500), /RIFF/],
    ['a stump', wav(1).subarray(0, 20), /20 bytes/],
  ])('refuses what is %s', async (_name, bytes, reason) => {
    await expect(stage(bytes)).rejects.toThrow(UnusableRecording);
    await expect(stage(bytes)).rejects.toThrow(reason);
  });

  it('stops at the size limit', async () => {
    await expect(stage(Buffer.alloc(1_000_001))).rejects.toMatchObject({ status: 413 });
  });
});
