/** Gives texts their vectors of length 1; what the embeddings engine does. */
export type Embed = (
  texts: readonly string[],
  options?: { readonly signal?: AbortSignal | undefined },
) => Promise<{ readonly vectors: readonly Float32Array[] }>;

/** Remembers the vectors of the last `entries` texts: a conversation is sent whole with every turn. */
export function rememberVectors(embed: Embed, entries: number): Embed {
  const known = new Map<string, Float32Array>();
  return async (texts, options) => {
    const missing = [...new Set(texts)].filter((text) => !known.has(text));
    const found = new Map(texts.map((text) => [text, known.get(text)]));
    if (missing.length > 0) {
      const { vectors } = await embed(missing, options);
      missing.forEach((text, index) => found.set(text, vectors[index]));
    }
    for (const [text, vector] of found) {
      known.delete(text);
      if (vector) known.set(text, vector);
    }
    for (const text of known.keys()) {
      if (known.size <= entries) break;
      known.delete(text);
    }
    return { vectors: texts.map((text) => found.get(text)!) };
  };
}
