import { spawn, type ChildProcess } from 'node:child_process';
import { SttError } from './stt-error.ts';

export interface RunOptions {
  readonly signal?: AbortSignal | undefined;
  /** After so many milliseconds it is taken for stuck. */
  readonly timeout: number;
}

const MOST_OUTPUT = 1_000_000;
const LOG_TAIL = 2000;

/**
 * Runs the executable to its end and gives what it wrote to its standard output. It is killed when the signal aborts,
 * when it takes too long or writes too much; this settles only after it is gone.
 * @throws {SttError} `decoder_failed` for any other end than exit code 0, its log as the cause; the signal's reason.
 */
export function runDecoder(
  command: string,
  args: readonly string[],
  { signal, timeout }: RunOptions,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, LC_ALL: 'C' },
      detached: true,
    });
    let output = '';
    let log = '';
    let fault: SttError | undefined;
    const broken = (message: string, cause?: unknown): SttError =>
      new SttError('decoder_failed', message, cause ?? new Error(log));
    const fail = (message: string, cause?: unknown): void => {
      fault ??= broken(message, cause);
      kill(child);
    };
    const leave = (): void => kill(child);
    const timer = setTimeout(() => fail('the speech decoder is stuck'), timeout);
    signal?.addEventListener('abort', leave, { once: true });
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (output.length > MOST_OUTPUT) fail('the speech decoder wrote too much');
      else output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      log = (log + text).slice(-LOG_TAIL);
    });
    child.on('error', (cause) => fail('the speech decoder cannot be started', cause));
    child.on('close', (code, killedBy) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', leave);
      if (signal?.aborted) reject(signal.reason as Error);
      else if (code === 0 && !fault) resolve(output);
      else reject(fault ?? broken(`the speech decoder ended with ${code ?? killedBy}`));
    });
    if (signal?.aborted) leave();
  });
}

/** With whatever it started, when the executable is a script: it leads a process group. */
function kill(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
