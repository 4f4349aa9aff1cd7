/** Remembers under which name the speech backend holds which content, so that a recording is uploaded once. */
export interface ReferenceCache {
  /** The remote name of a content. Callers who want the same at the same time share one upload. */
  readonly resolve: (sha256: string, upload: () => Promise<string>) => Promise<string>;
  /** The backend no longer has it. */
  readonly forget: (sha256: string) => void;
}

/** Keyed by content, so that no process must tell another when a voice changes; the oldest entry gives way. */
export function createReferenceCache(limit = 1000): ReferenceCache {
  const names = new Map<string, Promise<string>>();
  return {
    resolve: (sha256, upload) => {
      const known = names.get(sha256);
      if (known) return known;
      const name = upload();
      names.set(sha256, name);
      name.catch(() => {
        if (names.get(sha256) === name) names.delete(sha256);
      });
      if (names.size > limit) names.delete(names.keys().next().value!);
      return name;
    },
    forget: (sha256) => void names.delete(sha256),
  };
}
