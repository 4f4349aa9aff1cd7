import { request } from 'node:http';
import { ApiError } from '../errors.ts';
import { hasEnded } from './end-child.ts';
import { launch, type Launched, type LaunchOptions } from './launch.ts';

export interface LaunchReadyOptions extends LaunchOptions {
  /** How long a function may take until it answers. */
  readonly holdSeconds: number;
}

/**
 * Starts a function and waits until it answers its probe. `onLaunched` gets the process as soon as there is one.
 * @throws {ApiError} 503 when it ends before that or takes too long; it is killed then.
 */
export async function launchReady(
  name: string,
  options: LaunchReadyOptions,
  onLaunched: (launched: Launched) => void,
): Promise<Launched> {
  const launched = await launch(name, options).catch((cause: unknown) => {
    throw notReady(cause);
  });
  onLaunched(launched);
  try {
    await untilReady(launched, options.holdSeconds);
  } catch (error) {
    launched.child.kill('SIGKILL');
    throw error;
  }
  return launched;
}

async function untilReady({ child, port }: Launched, seconds: number): Promise<void> {
  const deadline = performance.now() + seconds * 1000;
  while (performance.now() < deadline) {
    if (hasEnded(child)) break;
    if ((await isReady(port)) && !hasEnded(child)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw notReady();
}

const notReady = (cause?: unknown): ApiError =>
  new ApiError(503, 'function_not_ready', 'the function did not start; its log says why', {
    cause,
    headers: { 'retry-after': '5' },
  });

const isReady = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = request(
      { port, host: '127.0.0.1', path: '/readyz', agent: false, timeout: 2000 },
      (res) => {
        res.resume();
        resolve(res.statusCode === 200);
      },
    );
    probe.on('error', () => resolve(false)).on('timeout', () => probe.destroy());
    probe.end();
  });
