import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, delimiter, dirname, join } from 'node:path';
import { SttError } from './stt-error.ts';

/** Which command line: that of the 0.8 releases (Debian's `pocketsphinx_continuous`) or that of 5.x (`pocketsphinx`). */
export type Flavour = 'continuous' | 'json';

export interface Decoder {
  readonly command: string;
  readonly args: readonly string[];
  readonly flavour: Flavour;
}

const NAMES: Readonly<Record<string, Flavour>> = {
  pocketsphinx_continuous: 'continuous',
  pocketsphinx: 'json',
};

/**
 * The decoder of this machine, reading raw 16 kHz 16-bit mono from its input and writing what it hears as it hears it.
 * @throws {SttError} `missing_tool`, with the command that installs it.
 */
export function findDecoder(given?: string, path = process.env['PATH'] ?? ''): Decoder {
  const candidates = given
    ? [given]
    : Object.keys(NAMES).flatMap((name) =>
        path.split(delimiter).map((folder) => join(folder, name)),
      );
  const command = candidates.find(isExecutable);
  if (!command) {
    const install =
      process.platform === 'darwin'
        ? 'brew install cmu-pocketsphinx'
        : 'sudo apt-get install pocketsphinx';
    throw new SttError(
      'missing_tool',
      `speech-to-text needs pocketsphinx, which is not installed here; install it with: ${install}`,
    );
  }
  const flavour = NAMES[basename(command)] ?? 'json';
  return {
    command,
    flavour,
    args:
      flavour === 'continuous'
        ? [...model(), '-time', 'yes', '-logfn', '/dev/null', '-infile', '/dev/stdin']
        : [...model(), '-loglevel', 'FATAL', 'live', '-'],
  };
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Where the acoustic model, the language model and the dictionary of the model package lie. */
export function modelFolder(): string {
  const manifest = createRequire(import.meta.url).resolve('pocketsphinx-stt/package.json');
  return join(dirname(manifest), 'pocketsphinx-stt/pocketsphinx/share/pocketsphinx/model/en-us');
}

function model(): string[] {
  const folder = modelFolder();
  return [
    '-hmm',
    join(folder, 'en-us'),
    '-lm',
    join(folder, 'en-us.lm.bin'),
    '-dict',
    join(folder, 'cmudict-en-us.dict'),
  ];
}
