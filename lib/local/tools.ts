import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

interface Tool {
  readonly names: readonly string[];
  readonly purpose: string;
  readonly debian: string;
  readonly homebrew: string;
}

const TOOLS: readonly Tool[] = [
  {
    names: ['pocketsphinx_continuous', 'pocketsphinx'],
    purpose: 'speech-to-text (/stt/*)',
    debian: 'pocketsphinx',
    homebrew: 'cmu-pocketsphinx',
  },
  {
    names: ['ffmpeg'],
    purpose: 'reading m4a, aac and other rarer audio',
    debian: 'ffmpeg',
    homebrew: 'ffmpeg',
  },
];

/** One sentence for each tool of the embedded engines that this machine lacks. */
export function missingTools(
  path = process.env['PATH'] ?? '',
  platform = process.platform,
): string[] {
  const found = (name: string): boolean =>
    path.split(delimiter).some((folder) => isExecutable(join(folder, name)));
  return TOOLS.filter(({ names }) => !names.some(found)).map(
    ({ names, purpose, debian, homebrew }) => {
      const command =
        platform === 'darwin' ? `brew install ${homebrew}` : `sudo apt-get install ${debian}`;
      return `${names.at(-1)} is missing: no ${purpose}. Install it with: ${command}`;
    },
  );
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
