import { ApiError } from '../errors.ts';
import { createSharedCall } from '../shared-call.ts';

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
  /** Of the one who asked last: what failed or was left is begun anew with it. */
  upload: UploadReference;
  readonly uploaded: (signal: AbortSignal) => Promise<string>;
  name: string | null;
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
  const entryOf = (upload: UploadReference): Entry => {
    const entry: Entry = {
      name: null,
      upload,
      uploaded: createSharedCall(async (signal) => {
        const late = new AbortController();
        const timer = setTimeout(() => late.abort(tooSlow(uploadMs)), uploadMs);
        try {
          return (entry.name = await entry.upload(AbortSignal.any([signal, late.signal])));
        } finally {
          clearTimeout(timer);
        }
      }),
    };
    return entry;
  };
  return {
    resolve: async (sha256, upload, signal) => {
      signal.throwIfAborted();
      const entry = entries.get(sha256) ?? entryOf(upload);
      entry.upload = upload;
      entries.delete(sha256);
      entries.set(sha256, entry);
      if (entries.size > limit) entries.delete(entries.keys().next().value!);
      return entry.name ?? entry.uploaded(signal);
    },
    forget: (sha256, name) => {
      if (entries.get(sha256)?.name === name) entries.delete(sha256);
    },
  };
}

const tooSlow = (ms: number): ApiError =>
  new ApiError(
    504,
    'backend_timeout',
    `the reference recording did not reach the speech backend within ${ms / 1000} s`,
  );
