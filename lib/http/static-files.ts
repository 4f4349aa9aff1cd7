import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { extname, join } from 'node:path';
import { bytes, type Headers, type Reply } from './reply.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.wav': 'audio/wav',
  '.txt': 'text/plain; charset=utf-8',
};

/** What stands beside a file, best first. */
const ENCODINGS = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

interface Variant {
  readonly encoding: string;
  readonly path: string;
}

interface StaticFile {
  readonly type: string;
  readonly variants: readonly Variant[];
}

interface Content {
  readonly bytes: Buffer;
  readonly etag: string;
}

export interface StaticFiles {
  readonly has: (name: string) => boolean;
  /** The file as it is. */
  readonly text: (name: string) => string;
  /** @returns null for a name that is not there. */
  readonly reply: (
    name: string,
    request: IncomingHttpHeaders,
    headers: Headers,
  ) => Reply<never> | null;
}

/**
 * The files of a folder that does not change while we run. Only names found in it at the start are served, so no name
 * leads out of it. Compressed where a `.br` or `.gz` stands beside and the client takes it.
 */
export function staticFiles(folder: string): StaticFiles {
  const files = new Map(listFiles(folder).map((name) => [name, fileAt(folder, name)] as const));
  const contents = new Map<string, Content>();
  const contentOf = (path: string): Content => {
    const known = contents.get(path);
    if (known) return known;
    const read = readFileSync(path);
    const etag = `"${createHash('sha256').update(read).digest('base64url').slice(0, 22)}"`;
    const content = { bytes: read, etag };
    contents.set(path, content);
    return content;
  };
  return {
    has: (name) => files.has(name),
    text: (name) => contentOf(files.get(name)!.variants.at(-1)!.path).bytes.toString('utf8'),
    reply: (name, request, extra) => {
      const file = files.get(name);
      if (!file) return null;
      const variant = choose(file, request['accept-encoding'] ?? '');
      const { bytes: body, etag } = contentOf(variant.path);
      const headers = {
        etag,
        vary: 'accept-encoding',
        'x-content-type-options': 'nosniff',
        ...(variant.encoding && { 'content-encoding': variant.encoding }),
        ...extra,
      };
      const known = (request['if-none-match'] ?? '').split(/\s*,\s*/);
      if (known.includes(etag) || known.includes('*') || known.includes(`W/${etag}`))
        return bytes('', file.type, { status: 304, headers });
      return bytes(body, file.type, { headers });
    },
  };
}

function listFiles(folder: string, prefix = ''): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const name = `${prefix}${entry.name}`;
    if (entry.isDirectory()) return listFiles(join(folder, entry.name), `${name}/`);
    return ENCODINGS.some(([, suffix]) => name.endsWith(suffix)) ? [] : [name];
  });
}

function fileAt(folder: string, name: string): StaticFile {
  const path = join(folder, name);
  const variants = ENCODINGS.map(([encoding, suffix]) => ({
    encoding,
    path: path + suffix,
  })).filter((variant) => existsSync(variant.path));
  return {
    type: TYPES[extname(name)] ?? 'application/octet-stream',
    variants: [...variants, { encoding: '', path }],
  };
}

function choose({ variants }: StaticFile, accepted: string): Variant {
  const takes = (encoding: string): boolean =>
    accepted
      .toLowerCase()
      .split(',')
      .map((part) => part.trim().split(/\s*;\s*q=/))
      .some(([name, weight = '1']) => name === encoding && Number(weight) > 0);
  return variants.find(({ encoding }) => encoding === '' || takes(encoding))!;
}
