import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AudioError } from './audio-error.ts';
import type { Decoded } from './audio-stream.ts';
import { ByteReader } from './byte-reader.ts';
import { decodeWavStream } from './decode-wav.ts';

const PIECE = 65_536;
const LOG_CHARACTERS = 2000;

/** Names for clients of the demuxers that stand for one codec or file kind. */
const KINDS: Readonly<Record<string, string>> = {
  aac: 'AAC',
  aiff: 'AIFF',
  amr: 'AMR',
  asf: 'WMA',
  au: 'AU',
  caf: 'CAF',
  matroska: 'this kind of Matroska or WebM',
  mov: 'AAC in MP4',
  ogg: 'this kind of Ogg',
  wav: 'this kind of WAV',
};

/**
 * Decodes by the `ffmpeg` on the PATH, which is optional. The demuxer is given, so that input never chooses one
 * that opens other files (playlists), and protocols are limited for the same reason.
 * @throws {AudioError} `needs_ffmpeg` where there is none.
 */
export async function* decodeWithFfmpeg(
  demuxer: string,
  bytes: ByteReader,
  otherwise?: string,
): AsyncGenerator<Decoded, void, undefined> {
  const child = run(demuxer, 'pipe:0', ['pipe', 'pipe', 'pipe']);
  pipeline(Readable.from(bytes.pieces(PIECE)), child.stdin!).catch(() => undefined);
  try {
    yield* readOutput(child, demuxer, otherwise);
  } finally {
    child.kill('SIGKILL');
  }
}

/** The same for a file that has to be seekable, given as an open descriptor. */
export async function* decodeFileWithFfmpeg(
  demuxer: string,
  fd: number,
): AsyncGenerator<Decoded, void, undefined> {
  const child = run(demuxer, 'file:/dev/fd/0', [fd, 'pipe', 'pipe']);
  try {
    yield* readOutput(child, demuxer);
  } finally {
    child.kill('SIGKILL');
  }
}

const installCommand = (): string =>
  process.platform === 'darwin' ? 'brew install ffmpeg' : 'sudo apt-get install ffmpeg';

function run(demuxer: string, input: string, stdio: StdioOptions): ChildProcess {
  const [quiet, from] = ['-nostdin -hide_banner -loglevel error', '-protocol_whitelist file,pipe'];
  const to = '-map 0:a:0 -map_metadata -1 -f wav -c:a pcm_f32le pipe:1';
  const options = `${quiet} -threads 1 ${from} -f ${demuxer} -i ${input} ${to}`;
  return spawn('ffmpeg', options.split(' '), { stdio });
}

async function* readOutput(
  child: ChildProcess,
  demuxer: string,
  otherwise?: string,
): AsyncGenerator<Decoded, void, undefined> {
  let log = '';
  child.on('error', () => undefined);
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    if (log.length < LOG_CHARACTERS) log += text;
  });
  const kind = KINDS[demuxer] ?? demuxer;
  try {
    await once(child, 'spawn');
  } catch (cause) {
    const why = otherwise === undefined ? '' : ` (${otherwise})`;
    const message = `${kind} audio can be read only where ffmpeg is installed, which it is not here${why}; install it with: ${installCommand()}`;
    throw new AudioError('needs_ffmpeg', message, cause);
  }
  const output = new ByteReader(child.stdout as Readable);
  if ((await output.peek(1)).length === 0)
    throw new AudioError('bad_audio', `${kind} data cannot be decoded`, new Error(log));
  yield* decodeWavStream(output);
}
