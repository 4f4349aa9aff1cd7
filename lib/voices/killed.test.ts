import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { createProfileStore } from '../models/profiles.ts';
import { createVoiceStore } from './store.ts';

/** How many writers are killed; `SYNAPSE_TEST_KILLS` for a longer run. */
const KILLS = Number(process.env['SYNAPSE_TEST_KILLS'] ?? 100);
const TIMEOUT_MS = Math.max(120_000, KILLS * 1000);

/** Writes without end and says what has been acknowledged. */
const WRITER = `
import { Readable } from 'node:stream';
import { encodeWav } from ${JSON.stringify(join(import.meta.dirname, '../audio/wav.ts'))};
import { stageReference } from ${JSON.stringify(join(import.meta.dirname, 'stage-reference.ts'))};
import { createVoiceStore } from ${JSON.stringify(join(import.meta.dirname, 'store.ts'))};
import { createProfileStore } from ${JSON.stringify(join(import.meta.dirname, '../models/profiles.ts'))};
const [directory, id, round] = process.argv.slice(2);
const store = createVoiceStore({ directory, maxVoices: 10, maxReferences: 1e6 });
const profiles = createProfileStore({ path: directory + '/model-profiles.json', onCorrupt: () => process.stdout.write('corrupt\\n') });
const file = encodeWav({ sampleRate: 8000, channels: [new Float32Array(800).fill(0.1)] });
process.stdout.write('begun\\n');
for (let i = 0; ; i++) {
  const staged = await stageReference(Readable.from([file]), await store.stagingPath(), 'a.wav', { maxBytes: 1e6, minSeconds: 0, maxSeconds: 9 });
  const { references } = await store.addReferences(id, [staged]);
  const numbers = references.map((name) => Number(name.slice(4, -4)));
  process.stdout.write('ref ' + Math.max(...numbers) + '\\n');
  if (i % 2) {
    const name = references[1];
    process.stdout.write('going ' + Number(name.slice(4, -4)) + '\\n');
    // The other writer may have been first.
    await store.removeReference(id, name).then(
      () => process.stdout.write('gone ' + Number(name.slice(4, -4)) + '\\n'),
      (error) => { if (error.status !== 404) throw error; },
    );
  }
  await profiles.update('model-' + round + '-' + i, { top_k: i + 1 });
  process.stdout.write('profile model-' + round + '-' + i + '\\n');
}
`;

it(
  `${KILLS} writers killed at random instants tear no file and lose nothing acknowledged`,
  async () => {
    const directory = mkdtempSync(join(tmpdir(), 'synapse-killed-'));
    const writer = join(directory, '.writer.mjs');
    await build({
      stdin: { contents: WRITER, loader: 'ts', resolveDir: directory },
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile: writer,
      logLevel: 'error',
      nodePaths: [join(import.meta.dirname, '../../node_modules')],
    });
    const store = createVoiceStore({ directory, maxVoices: 10, maxReferences: 1e6 });
    const { id } = await store.create('Ann', []);
    const numbers = { ref: [] as number[], going: [] as number[], gone: [] as number[] };
    const saved: string[] = [];
    const kill = async (round: number): Promise<void> => {
      const child = spawn(process.execPath, [writer, directory, id, String(round)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let printed = '';
      child.stdout.on('data', (chunk) => (printed += String(chunk)));
      const ended = once(child, 'close');
      await once(child.stdout, 'data');
      setTimeout(() => child.kill('SIGKILL'), Math.random() * 80);
      await ended;
      expect(printed).not.toContain('corrupt');
      for (const [, what, number] of printed.matchAll(/^(ref|going|gone) (\d+)$/gm))
        numbers[what as keyof typeof numbers].push(Number(number));
      for (const [, model] of printed.matchAll(/^profile (\S+)$/gm)) saved.push(model!);
    };
    for (let round = 0; round < KILLS; round += 2)
      await Promise.all([kill(round), kill(round + 1)]);

    const { voice, files } = await store.get(id);
    const there = new Set(voice.references.map((name) => Number(name.slice(4, -4))));
    expect(numbers.ref.filter((number) => !there.has(number))).toEqual(
      numbers.ref.filter((number) => !there.has(number) && numbers.going.includes(number)),
    );
    expect(numbers.gone.filter((number) => there.has(number))).toEqual([]);
    expect(numbers.gone.length).toBeGreaterThan(0);
    expect(new Set(numbers.ref).size).toBe(numbers.ref.length);
    expect(new Set(files.map(({ bytes }) => bytes)).size).toBeLessThanOrEqual(1);
    JSON.parse(readFileSync(join(directory, id, 'metadata.json'), 'utf8'));
    const profiles = await createProfileStore({
      path: join(directory, 'model-profiles.json'),
      onCorrupt: () => expect.unreachable(),
    }).all();
    expect(saved.filter((model) => !profiles.has(model))).toEqual([]);
    expect(saved.length).toBeGreaterThan(KILLS / 10);
    // What killed processes leave behind is marked, so that it is swept later.
    const left = readdirSync(directory).filter(
      (name) => name.startsWith('.') && name !== '.writer.mjs',
    );
    expect(left.filter((name) => !name.includes('.tmp-') && !name.endsWith('.lock'))).toEqual([]);
    rmSync(directory, { recursive: true, force: true });
  },
  TIMEOUT_MS,
);
