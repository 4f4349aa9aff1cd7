import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError } from '../errors.ts';

/**
 * Keeps web pages of other origins from making calls with a visitor's network access, and answers CORS where the
 * operator allows an origin. Requests without browser headers are not concerned.
 */
export function createOriginPolicy(allowed: readonly string[]) {
  const allows = (origin: string): boolean => allowed.includes('*') || allowed.includes(origin);

  const check = (req: IncomingMessage, res: ServerResponse): void => {
    const origin = req.headers.origin;
    if (origin !== undefined && allows(origin)) {
      res.setHeader('access-control-allow-origin', origin);
      res.setHeader('vary', 'origin');
      res.setHeader('access-control-expose-headers', '*');
      return;
    }
    if (req.method === 'GET' || req.method === 'HEAD' || req.method === 'OPTIONS') return;
    if (isForeign(req))
      throw new ApiError(
        403,
        'origin_not_allowed',
        'calls from pages of another origin are not allowed (SYNAPSE_CORS_ORIGINS)',
      );
  };

  const preflight = (
    req: IncomingMessage,
    res: ServerResponse,
    methods: readonly string[],
  ): void => {
    const headers: Record<string, string> = { allow: [...methods, 'OPTIONS'].join(', ') };
    if (req.headers.origin !== undefined && allows(req.headers.origin)) {
      headers['access-control-allow-methods'] = methods.join(', ');
      headers['access-control-allow-headers'] =
        req.headers['access-control-request-headers'] ?? '*';
      headers['access-control-max-age'] = '600';
    }
    res.writeHead(204, headers).end();
  };

  return { check, preflight };
}

function isForeign(req: IncomingMessage): boolean {
  const site = req.headers['sec-fetch-site'];
  if (site === 'same-origin' || site === 'none') return false;
  if (site !== undefined) return true;
  const { origin } = req.headers;
  if (origin === undefined) return false;
  const hosts = [req.headers['x-forwarded-host'], req.headers.host]
    .flat()
    .filter((host) => host !== undefined);
  return !URL.canParse(origin) || !hosts.includes(new URL(origin).host);
}
