/** Remembers under which name the speech backend holds which content, so that a recording is uploaded once. */
export interface ReferenceCache {
  /** The remote name of a content. Callers who want the same at the same time share one upload. */
  readonly resolve: (sha256: string, upload: () => Promise<string>) => Promise<string>;
  /** The backend no longer has it under this name. */
  readonly forget: (sha256: string, name: string) => void;
}

interface Entry {
  readonly promise: Promise<string>;
  name: string | null;
}

/**
 * Keyed by content, so that no process must tell another when a voice changes; what was not used longest gives way.
 * Who notices a loss second does not undo the first one's new upload.
 */
export function createReferenceCache(limit = 1000): ReferenceCache {
  const entries = new Map<string, Entry>();
  const drop = (sha256: string, entry: Entry): void => {
    if (entries.get(sha256) === entry) entries.delete(sha256);
  };
  return {
    resolve: (sha256, upload) => {
      const known = entries.get(sha256);
      const entry: Entry = known ?? { promise: upload(), name: null };
      entries.delete(sha256);
      entries.set(sha256, entry);
      if (known) return known.promise;
      entry.promise.then(
        (name) => (entry.name = name),
        () => drop(sha256, entry),
      );
      if (entries.size > limit) entries.delete(entries.keys().next().value!);
      return entry.promise;
    },
    forget: (sha256, name) => {
      const entry = entries.get(sha256);
      if (entry?.name === name) drop(sha256, entry);
    },
  };
}
