import type { Method, Route, Slice } from './route.ts';

export interface Match<S extends Slice = Slice> {
  readonly name: keyof S & string;
  readonly route: Route;
  /** Path parameters, percent-decoded. */
  readonly params: Readonly<Record<string, string>>;
}

export type Lookup<S extends Slice = Slice> = Match<S> | { readonly allowed: readonly string[] };

interface Candidate {
  readonly name: string;
  readonly route: Route;
  readonly segments: readonly string[];
}

/**
 * A linear router: no regex, no priorities but "a literal segment beats a parameter". Functions serve ten routes or
 * so, which a loop beats any tree at. `allowed` is empty when the path is unknown, else it is for a 405.
 */
export function createMatcher<S extends Slice>(
  slice: S,
): (method: string, path: string) => Lookup<S> {
  const candidates: Candidate[] = Object.entries(slice).map(([name, route]) => ({
    name,
    route,
    segments: route.path.split('/').slice(1),
  }));
  candidates.sort((a, b) => openness(a.segments) - openness(b.segments));
  return (method, path) => {
    const wanted: string = method === 'HEAD' ? 'GET' : method;
    const parts = trimSlash(path).split('/').slice(1);
    const allowed = new Set<string>();
    for (const candidate of candidates) {
      const params = matchSegments(candidate.segments, parts);
      if (!params) continue;
      if (candidate.route.method === wanted)
        return { name: candidate.name, route: candidate.route, params };
      allow(allowed, candidate.route.method);
    }
    return { allowed: [...allowed] };
  };
}

const trimSlash = (path: string): string =>
  path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;

const openness = (segments: readonly string[]): number =>
  segments.reduce(
    (sum, segment) => sum + (segment.startsWith('{') ? (segment.endsWith('+}') ? 100 : 1) : 0),
    0,
  );

function allow(allowed: Set<string>, method: Method): void {
  allowed.add(method);
  if (method === 'GET') allowed.add('HEAD');
}

function matchSegments(
  segments: readonly string[],
  parts: readonly string[],
): Record<string, string> | null {
  const open = segments.findIndex((segment) => segment.endsWith('+}'));
  if (open < 0 ? segments.length !== parts.length : segments.length > parts.length) return null;
  const extra = parts.length - segments.length;
  const params: Record<string, string> = {};
  for (let i = 0, at = 0; i < segments.length; i++) {
    const segment = segments[i]!;
    const taken = i === open ? parts.slice(at, at + 1 + extra).join('/') : parts[at]!;
    at += i === open ? 1 + extra : 1;
    if (!segment.startsWith('{')) {
      if (segment !== taken) return null;
      continue;
    }
    const value = decode(taken);
    if (!value) return null;
    params[segment.slice(1, segment.endsWith('+}') ? -2 : -1)] = value;
  }
  return params;
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
