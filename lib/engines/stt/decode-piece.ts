import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SPEECH_RATE } from '../../audio/sample-rates.ts';
import { encodeWav } from '../../audio/wav.ts';
import { commandLines, PIECE } from './command-line.ts';
import type { Decoder } from './executable.ts';
import { modelFiles } from './model-files.ts';
import type { Piece } from './cut-pieces.ts';
import { runDecoder } from './run-decoder.ts';
import { SttError } from './stt-error.ts';
import { shift, type Word } from './word.ts';

/** A decoder slower than this many times real time, and a minute, is stuck. */
const SLOWEST = 20;
const GRACE = 60;

/**
 * The words of a piece, with their times in the recording: one process, with files in a temporary folder that is gone
 * when this settles. The model is mapped from disk and loads in some 0.25 s.
 * @throws {SttError} `decoder_failed`, or `missing_tool` without the model; the signal's reason once it aborts.
 */
export async function decodePiece(
  { command, flavour }: Decoder,
  { samples, start }: Piece,
  signal?: AbortSignal,
): Promise<Word[]> {
  signal?.throwIfAborted();
  const { prepare, read } = commandLines[flavour];
  const model = modelFiles();
  const timeout = (GRACE + (SLOWEST * samples.length) / SPEECH_RATE) * 1000;
  let folder: string | undefined;
  try {
    folder = await mkdtemp(join(tmpdir(), 'synapse-stt-'));
    const wav = encodeWav({ sampleRate: SPEECH_RATE, channels: [samples] });
    await writeFile(join(folder, `${PIECE}.wav`), wav);
    const args = await prepare(folder, model);
    const output = await runDecoder(command, args, { signal, timeout });
    return (await read(folder, output)).map((word) => shift(word, start));
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof SttError) throw error;
    throw new SttError('decoder_failed', 'the audio could not be given to the decoder', error);
  } finally {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }
}
