import { join, relative } from 'node:path';

/** What fits into `sockaddr_un` on every platform we run on. */
const LONGEST = 103;

/**
 * Where the local bus meets: a socket in the state folder, named from here if that is shorter.
 * @returns null when the path is too long for a socket either way.
 */
export function socketPath(stateDirectory: string): string | null {
  const whole = join(stateDirectory, 'bus.sock');
  const near = relative(process.cwd(), whole);
  const shortest = near.length < whole.length ? near : whole;
  return Buffer.byteLength(shortest) <= LONGEST ? shortest : null;
}
