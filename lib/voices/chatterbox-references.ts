import { ApiError } from '../errors.ts';

/** Stores a recording at the speech backend until `signal` ends it; resolves with the name it has there. */
export type UploadReference = (signal: AbortSignal) => Promise<string>;

/** Remembers under which name the speech backend holds which content, so that a recording is uploaded once. */
export interface ReferenceCache {
  /**
   * The remote name of a content. Callers who want the same at the same time share one upload, which ends when the last
   * of them has left. @throws what `signal` was aborted with, or what the upload failed with.
   */
  readonly resolve: (
    sha256: string,
    upload: UploadReference,
    signal: AbortSignal,
  ) => Promise<string>;
  /** The backend no longer has it under this name. */
  readonly forget: (sha256: string, name: string) => void;
}

interface Entry {
  readonly promise: Promise<string>;
  readonly stop: AbortController;
  name: string | null;
  waiting: number;
}

export interface ReferenceLimits {
  /** How many contents are remembered; what was not used longest gives way. */
  readonly entries?: number;
  /** How long an upload may take. */
  readonly uploadMs?: number;
}

/**
 * Keyed by content, so that no process must tell another when a voice changes. Who notices a loss second does not undo
 * the first one's new upload.
 */
export function createReferenceCache({
  entries: limit = 1000,
  uploadMs = 60_000,
}: ReferenceLimits = {}): ReferenceCache {
  const entries = new Map<string, Entry>();
  const drop = (sha256: string, entry: Entry): void => {
    if (entries.get(sha256) === entry) entries.delete(sha256);
  };
  const begin = (sha256: string, upload: UploadReference): Entry => {
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(tooSlow(uploadMs)), uploadMs);
    const entry: Entry = { promise: upload(stop.signal), stop, name: null, waiting: 0 };
    entry.promise.then(
      (name) => {
        clearTimeout(late);
        entry.name = name;
      },
      () => {
        clearTimeout(late);
        drop(sha256, entry);
      },
    );
    return entry;
  };
  const wait = (sha256: string, entry: Entry, signal: AbortSignal): Promise<string> =>
    new Promise((resolve, reject) => {
      entry.waiting++;
      const leave = (): void => {
        reject(signal.reason as Error);
        if (--entry.waiting > 0) return;
        // Whoever comes now begins anew.
        drop(sha256, entry);
        entry.stop.abort(signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
      const stay = (): void => {
        if (signal.aborted) return;
        signal.removeEventListener('abort', leave);
        entry.waiting--;
      };
      entry.promise.finally(stay).then(resolve, reject);
    });
  return {
    resolve: async (sha256, upload, signal) => {
      signal.throwIfAborted();
      const entry = entries.get(sha256) ?? begin(sha256, upload);
      entries.delete(sha256);
      entries.set(sha256, entry);
      if (entries.size > limit) entries.delete(entries.keys().next().value!);
      return entry.name ?? wait(sha256, entry, signal);
    },
    forget: (sha256, name) => {
      const entry = entries.get(sha256);
      if (entry?.name === name) drop(sha256, entry);
    },
  };
}

const tooSlow = (ms: number): ApiError =>
  new ApiError(
    504,
    'backend_timeout',
    `the reference recording did not reach the speech backend within ${ms / 1000} s`,
  );
