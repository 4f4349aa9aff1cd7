/**
 * The `routes:` of the backends file, an exact path or `prefix/*` to a backend name, as one backend per path of the
 * route table. The longest pattern wins.
 */
export function resolveRoutes(
  patterns: Readonly<Record<string, string>>,
  paths: readonly string[],
  backends: { readonly has: (name: string) => boolean },
  fail: (where: string, message: string) => never,
): ReadonlyMap<string, string> {
  const resolved = new Map<string, string>();
  const byLength = Object.entries(patterns).toSorted(([a], [b]) => a.length - b.length);
  for (const [pattern, backend] of byLength) {
    if (!backends.has(backend))
      fail(`routes.${pattern}`, `the backend "${backend}" is not configured`);
    const matched = paths.filter((path) => matches(pattern, path));
    if (matched.length === 0) fail(`routes.${pattern}`, 'no endpoint has this path');
    for (const path of matched) resolved.set(path, backend);
  }
  return resolved;
}

const matches = (pattern: string, path: string): boolean => {
  if (pattern.endsWith('/*')) return path.startsWith(pattern.slice(0, -1));
  return pattern === path.replaceAll('+}', '}');
};
