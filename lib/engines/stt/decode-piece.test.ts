import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodePiece } from './decode-piece.ts';
import type { Flavour } from './executable.ts';

let folder: string;
const before = process.env['TMPDIR'];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stt-decoders-'));
  process.env['TMPDIR'] = folder;
});
afterAll(async () => {
  if (before === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = before;
  await rm(folder, { recursive: true });
});

const PIECE = { start: 10, samples: new Float32Array(1600) };

/** Decodes with a decoder that is this shell script. */
async function decodeWith(script: string, flavour: Flavour, signal?: AbortSignal) {
  const command = join(folder, 'decoder.sh');
  await writeFile(command, `#!/bin/sh\n${script}\n`);
  await chmod(command, 0o755);
  try {
    return await decodePiece({ command, flavour }, PIECE, signal);
  } finally {
    await rm(command);
    expect(await readdir(folder)).toEqual([]);
  }
}

describe('a decoder', () => {
  it('is given a WAV file, and its times become those of the recording', async () => {
    const script = 'for file; do :; done; test $(wc -c < "$file") = 3244 && echo "a 0.5 0.6 0.7"';
    const words = decodeWith(script.replace('0.5 0.6 0.7', '0.500 0.600 0.7'), 'continuous');
    expect(await words).toEqual([{ word: 'a', start: 10.5, end: 10.61, probability: 0.7 }]);
  });

  it.each<[what: string, script: string, flavour: Flavour]>([
    ['crashes', 'kill -SEGV $$', 'continuous'],
    ['ends with an error', 'echo "FATAL: no model" >&2; exit 1', 'single'],
    ['says nothing', 'exit 0', 'single'],
    ['writes no files', 'exit 0', 'batch'],
    ['writes something else', 'echo oops', 'single'],
    ['writes without end', 'yes', 'continuous'],
  ])('that %s is a typed error and leaves no files', async (_what, script, flavour) => {
    await expect(decodeWith(script, flavour)).rejects.toMatchObject({ problem: 'decoder_failed' });
  });

  it('that is gone is a typed error', async () => {
    const gone = decodePiece({ command: '/nowhere/pocketsphinx', flavour: 'single' }, PIECE);
    await expect(gone).rejects.toMatchObject({ problem: 'decoder_failed' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('is dead, and its files are gone, within a tenth of a second of the abort', async () => {
    const abort = new AbortController();
    const decoding = decodeWith('exec sleep 60', 'single', abort.signal);
    let aborted = 0;
    setTimeout(() => {
      aborted = performance.now();
      abort.abort();
    }, 150);
    await expect(decoding).rejects.toMatchObject({ name: 'AbortError' });
    expect(performance.now() - aborted).toBeLessThan(100);
  });

  it('is not started for a signal that is aborted already', async () => {
    const decoding = decodeWith('exec sleep 60', 'single', AbortSignal.abort());
    await expect(decoding).rejects.toMatchObject({ name: 'AbortError' });
  });
});
