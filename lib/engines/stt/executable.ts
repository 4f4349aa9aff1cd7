import { accessSync, constants, statSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { SttError } from './stt-error.ts';

/**
 * Which command line: `single` is that of pocketsphinx 5, `batch` and `continuous` are two of the 0.8 releases, where
 * `batch` hears better because it normalises a whole piece at once.
 */
export type Flavour = 'single' | 'batch' | 'continuous';

export interface Decoder {
  readonly command: string;
  readonly flavour: Flavour;
}

/** Best first. Release 5 has a `pocketsphinx_batch` too, so its own `pocketsphinx` comes before. */
const NAMES: readonly (readonly [name: string, flavour: Flavour])[] = [
  ['pocketsphinx', 'single'],
  ['pocketsphinx_batch', 'batch'],
  ['pocketsphinx_continuous', 'continuous'],
];

/**
 * The decoder of this machine. A given path is taken as it is, its flavour told by its name.
 * @throws {SttError} `missing_tool`, with the command that installs it.
 */
export function findDecoder(
  given?: string,
  path = process.env['PATH'] ?? '',
  platform: NodeJS.Platform = process.platform,
): Decoder {
  const candidates = given
    ? [{ command: given, flavour: flavourOf(given) }]
    : NAMES.flatMap(([name, flavour]) =>
        path
          .split(delimiter)
          .filter((folder) => folder !== '')
          .map((folder) => ({ command: join(folder, name), flavour })),
      );
  const found = candidates.find(({ command }) => isExecutable(command));
  if (found) return found;
  const lack = given
    ? `${basename(given)} is no executable here`
    : 'pocketsphinx is not installed here';
  throw new SttError(
    'missing_tool',
    `speech-to-text needs pocketsphinx, but ${lack}; install it with: ${installCommand(platform)}`,
  );
}

const installCommand = (platform: NodeJS.Platform): string =>
  platform === 'darwin' ? 'brew install cmu-pocketsphinx' : 'sudo apt-get install pocketsphinx';

function flavourOf(command: string): Flavour {
  const name = basename(command);
  if (name.includes('continuous')) return 'continuous';
  return name.includes('batch') ? 'batch' : 'single';
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
