import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { CEPSTRA } from './mfcc.ts';

/** Gaussians over single frames, in one codebook per phone: a picture of how people speak in general. */
export interface AcousticModel {
  readonly phones: number;
  /** Gaussians in a codebook. */
  readonly densities: number;
  /** [phone][density][13], flat. */
  readonly means: Float32Array;
  /** 1 / variance, laid out as the means. */
  readonly precisions: Float32Array;
  /** Log of each Gaussian's normaliser. */
  readonly constants: Float32Array;
}

/** The model of the package `pocketsphinx-stt` (CMU Sphinx en-us, BSD), which speech-to-text uses as well. */
export function loadAcousticModel(): AcousticModel {
  const manifest = createRequire(import.meta.url).resolve('pocketsphinx-stt/package.json');
  const folder = join(
    dirname(manifest),
    'pocketsphinx-stt/pocketsphinx/share/pocketsphinx/model/en-us/en-us',
  );
  const means = readGaussians(join(folder, 'means'));
  const variances = readGaussians(join(folder, 'variances'));
  const precisions = variances.values.map((variance) => 1 / Math.max(variance, 1e-4));
  const constants = new Float32Array(means.phones * means.densities);
  for (let g = 0; g < constants.length; g++) {
    let sum = CEPSTRA * Math.log(2 * Math.PI);
    for (let k = 0; k < CEPSTRA; k++) sum -= Math.log(precisions[g * CEPSTRA + k]!);
    constants[g] = -0.5 * sum;
  }
  return {
    phones: means.phones,
    densities: means.densities,
    means: means.values,
    precisions,
    constants,
  };
}

interface Gaussians {
  readonly phones: number;
  readonly densities: number;
  readonly values: Float32Array;
}

const MAGIC = 0x11223344;

/**
 * A Sphinx-3 parameter file: a text header up to `endhdr`, a byte-order mark, the numbers of codebooks, streams and
 * Gaussians, the length of each stream's vectors, a count, and the numbers. Stream 0 holds the plain cepstra.
 */
function readGaussians(path: string): Gaussians {
  const bytes = readFileSync(path);
  const end = bytes.indexOf('endhdr\n') + 'endhdr\n'.length;
  if (!bytes.subarray(0, 3).equals(Buffer.from('s3\n')) || bytes.readUInt32LE(end) !== MAGIC)
    throw new Error(`${path} is no Sphinx-3 file`);
  const [phones, streams, densities] = [4, 8, 12].map((at) => bytes.readInt32LE(end + at)) as [
    number,
    number,
    number,
  ];
  const lengths = Array.from({ length: streams }, (_, i) => bytes.readInt32LE(end + 16 + 4 * i));
  if (lengths[0] !== CEPSTRA)
    throw new Error(`${path}: stream 0 has ${lengths[0]} numbers, ${CEPSTRA} are expected`);
  const start = end + 16 + 4 * streams + 4;
  const perPhone = densities * lengths.reduce((sum, length) => sum + length, 0);
  const values = new Float32Array(phones * densities * CEPSTRA);
  for (let phone = 0; phone < phones; phone++) {
    const from = start + 4 * phone * perPhone;
    for (let i = 0; i < densities * CEPSTRA; i++)
      values[phone * densities * CEPSTRA + i] = bytes.readFloatLE(from + 4 * i);
  }
  return { phones, densities, values };
}
