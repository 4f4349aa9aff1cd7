import type { IncomingHttpHeaders } from 'node:http';

/** Values of the cookies of a name, in the order sent; a browser may send several. */
export function cookieValues(header: string | undefined, name: string): string[] {
  return (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1).replace(/^"(.*)"$/, '$1'))
    .slice(0, 8);
}

export interface CookieOptions {
  readonly name: string;
  readonly secure: boolean;
  readonly maxAgeSeconds: number;
}

/** A `Set-Cookie` value: not for scripts, not for other sites, and by https only where there is https. */
export const setCookie = (value: string, { name, secure, maxAgeSeconds }: CookieOptions): string =>
  `${name}=${value}; Path=/; Max-Age=${Math.max(0, Math.ceil(maxAgeSeconds))}; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;

/** The browser's side came by https, as the proxy in front says. */
export const cameByHttps = (headers: IncomingHttpHeaders): boolean =>
  String(headers['x-forwarded-proto'] ?? '')
    .split(',', 1)[0]!
    .trim()
    .toLowerCase() === 'https';
