import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Flavour } from './executable.ts';
import type { ModelFiles } from './model-files.ts';
import { parseContinuous } from './parse-continuous.ts';
import { parseCtm } from './parse-ctm.ts';
import { parseJson } from './parse-json.ts';
import { SttError } from './stt-error.ts';
import type { Word } from './word.ts';

/** How one flavour of the decoder is asked about the file `piece.wav` in a folder, and where its answer is. */
export interface CommandLine {
  /** Writes what the decoder reads besides the audio, and gives its arguments. */
  readonly prepare: (folder: string, model: ModelFiles) => Promise<readonly string[]>;
  /** Words in seconds from the start of the piece. @throws {SttError} `decoder_failed` for anything unexpected. */
  readonly read: (folder: string, output: string) => Promise<Word[]>;
}

export const PIECE = 'piece';

/** Options as they are typed; none of these has a blank in it. */
const options = (typed: string): string[] => typed.split(' ');

const modelOptions = ({ acoustic, language, dictionary }: ModelFiles): string[] => [
  '-hmm',
  acoustic,
  '-lm',
  language,
  '-dict',
  dictionary,
];

/**
 * Cepstral means of the whole piece and no noise removal: word error rates of 15.5 % against 25.4 % with the decoder's
 * defaults on read human speech, 1.7 to 15.5 % against 6.0 to 16.4 % on four synthetic voices.
 */
const WHOLE_PIECE = options('-cmn batch -remove_noise no');

export const commandLines: Readonly<Record<Flavour, CommandLine>> = {
  single: {
    prepare: (folder, model) => {
      const log = options('-loglevel ERROR');
      const file = join(folder, `${PIECE}.wav`);
      return Promise.resolve([...modelOptions(model), ...WHOLE_PIECE, ...log, 'single', file]);
    },
    read: (_folder, output) =>
      output.trim() === '' ? Promise.reject(noAnswer()) : Promise.resolve(parseJson(output)),
  },
  batch: {
    prepare: async (folder, model) => {
      const control = join(folder, 'control');
      await writeFile(control, `${PIECE}\n`);
      return [
        ...modelOptions(model),
        ...WHOLE_PIECE,
        ...options('-remove_silence no -adcin yes -adchdr 44 -cepext .wav -cepdir'),
        folder,
        '-ctl',
        control,
        '-hyp',
        join(folder, 'text'),
        '-ctm',
        join(folder, 'words'),
      ];
    },
    read: async (folder) => {
      // It exits with 0 whatever became of the piece; only a decoded one has its line of text.
      const text = await readText(folder, 'text');
      if (!text.includes(`(${PIECE} `)) throw noAnswer();
      return parseCtm(await readText(folder, 'words'));
    },
  },
  continuous: {
    prepare: (folder, model) => {
      const file = join(folder, `${PIECE}.wav`);
      return Promise.resolve([...modelOptions(model), ...options('-time yes -infile'), file]);
    },
    read: (_folder, output) => Promise.resolve(parseContinuous(output)),
  },
};

const noAnswer = (cause?: unknown): SttError =>
  new SttError('decoder_failed', 'the speech decoder gave no answer', cause);

async function readText(folder: string, name: string): Promise<string> {
  try {
    return await readFile(join(folder, name), 'utf8');
  } catch (cause) {
    throw noAnswer(cause);
  }
}
