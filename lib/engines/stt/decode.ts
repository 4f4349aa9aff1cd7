import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { encodeFrames16 } from '../../audio/wav.ts';
import type { Decoder } from './executable.ts';
import { parseContinuous } from './parse-continuous.ts';
import { parseJson } from './parse-json.ts';
import type { Word } from './segment.ts';
import { SttError } from './stt-error.ts';

/**
 * Words of each breath, as soon as the decoder has them. The samples (mono, 16 kHz) are fed while they come, to one
 * process that loads its model once; nothing of the recording is held. When the reader stops or the signal aborts the
 * process is killed.
 * @throws {SttError} `decoder_failed`; errors of the samples and the signal's reason come out as they are.
 */
export async function* decode(
  decoder: Decoder,
  samples: AsyncIterable<Float32Array>,
  signal?: AbortSignal,
): AsyncGenerator<readonly Word[]> {
  signal?.throwIfAborted();
  const child = start(decoder);
  const kill = (): void => end(child);
  signal?.addEventListener('abort', kill, { once: true });
  const ended = once(child, 'close') as Promise<[number | null]>;
  ended.catch(() => {});
  const fed = feed(child, samples);
  fed.catch(kill);
  try {
    const lines = createInterface({ input: child.stdout! });
    yield* decoder.flavour === 'continuous' ? parseContinuous(lines) : parseJson(lines);
    signal?.throwIfAborted();
    const code = await exitCode(ended);
    await fed;
    if (code !== 0)
      throw new SttError('decoder_failed', `the speech decoder ended with ${code ?? 'a signal'}`);
  } finally {
    signal?.removeEventListener('abort', kill);
    kill();
  }
}

/**
 * The older decoder opens its input by name, which a pipe can be and the socket that node makes cannot: `cat` stands
 * between. Both form a process group, so that both can be ended.
 */
function start({ command, args, flavour }: Decoder): ChildProcess {
  const [file, words] =
    flavour === 'continuous'
      ? ['sh', ['-c', 'cat | "$0" "$@"', command, ...args]]
      : [command, args];
  return spawn(file, words, { stdio: ['pipe', 'pipe', 'ignore'], detached: true });
}

function end(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

async function exitCode(ended: Promise<[number | null]>): Promise<number | null> {
  try {
    return (await ended)[0];
  } catch (cause) {
    throw new SttError('decoder_failed', 'the speech decoder cannot be started', cause);
  }
}

/** A second of silence ends the last breath; the decoder would else lose words cut off at the very end. */
const TAIL = new Float32Array(16_000);

async function feed(child: ChildProcess, samples: AsyncIterable<Float32Array>): Promise<void> {
  const bytes = async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of samples) yield encodeFrames16([chunk]);
    yield encodeFrames16([TAIL]);
  };
  try {
    await pipeline(Readable.from(bytes(), { objectMode: false }), child.stdin!);
  } catch (error) {
    // A decoder that ended early is told by its exit code.
    if (
      !['EPIPE', 'ERR_STREAM_PREMATURE_CLOSE', 'ECONNRESET'].includes(
        String((error as NodeJS.ErrnoException).code),
      )
    )
      throw error;
  }
}
