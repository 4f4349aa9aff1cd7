import { accessSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { SttError } from './stt-error.ts';

/** The three parts of a pocketsphinx model, as absolute paths. */
export interface ModelFiles {
  /** A folder. */
  readonly acoustic: string;
  readonly language: string;
  readonly dictionary: string;
}

const FOLDER = 'pocketsphinx-stt/pocketsphinx/share/pocketsphinx/model/en-us';

/**
 * CMU's US English model as the package `pocketsphinx-stt` brings it, found beside the running code, bundled or not.
 * @throws {SttError} `missing_tool` when the package is not installed.
 */
export function modelFiles(from: string = import.meta.url): ModelFiles {
  try {
    const folder = join(
      dirname(createRequire(from).resolve('pocketsphinx-stt/package.json')),
      FOLDER,
    );
    const files: ModelFiles = {
      acoustic: join(folder, 'en-us'),
      language: join(folder, 'en-us.lm.bin'),
      dictionary: join(folder, 'cmudict-en-us.dict'),
    };
    for (const file of Object.values(files) as string[]) accessSync(file);
    return files;
  } catch (cause) {
    throw new SttError(
      'missing_tool',
      'speech-to-text needs the model of the package pocketsphinx-stt, which is not installed here',
      cause,
    );
  }
}
