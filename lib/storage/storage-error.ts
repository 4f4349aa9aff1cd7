import { ApiError } from '../errors.ts';
import { LockLost, LockTimeout } from './lock.ts';

const FULL = new Set(['ENOSPC', 'EDQUOT']);
const LOCKED_OUT = new Set(['EROFS', 'EACCES', 'EPERM']);

/** A fault of the volume as the answer to it, in words an operator can act on; anything else as it is. */
export function storageError(thrown: unknown): unknown {
  if (thrown instanceof LockTimeout || thrown instanceof LockLost) {
    return new ApiError(503, 'storage_busy', 'another process holds this for too long; try again', {
      cause: thrown,
      headers: { 'retry-after': '5' },
    });
  }
  const code = (thrown as NodeJS.ErrnoException | null)?.code ?? '';
  if (FULL.has(code))
    return new ApiError(507, 'storage_full', 'the volume is full', { cause: thrown });
  if (LOCKED_OUT.has(code))
    return new ApiError(503, 'storage_read_only', 'the volume cannot be written to', {
      cause: thrown,
    });
  if (['EIO', 'ESTALE', 'ENODEV', 'ENOTCONN'].includes(code)) {
    return new ApiError(503, 'storage_unavailable', 'the volume cannot be reached', {
      cause: thrown,
      headers: { 'retry-after': '5' },
    });
  }
  return thrown;
}

/** Runs storage work; faults of the volume come out as answers. */
export async function stored<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw storageError(thrown);
  }
}
