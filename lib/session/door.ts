import type { IncomingHttpHeaders } from 'node:http';
import type { Env } from '../config/env.ts';
import { ApiError } from '../errors.ts';
import { createAttempts, tooManyAttempts } from './attempts.ts';
import { isGuessable } from './is-guessable.ts';
import { cameByHttps, cookieValues, setCookie } from './session-cookie.ts';
import { createSessions, type Session } from './sessions.ts';

/** Who asks, as far as it is known. `bearer`: a script that sent the token itself. */
export type Visitor =
  | { readonly value: 'stranger' }
  | { readonly value: 'bearer' }
  | { readonly value: 'session'; readonly session: Session };

export interface Door {
  /** The token could be found by trying: then failures are limited for whoever has the right one, too. */
  readonly isGuessable: boolean;
  /** @throws {ApiError} 429 after too many wrong tokens. */
  readonly visitor: (headers: IncomingHttpHeaders, address: string) => Visitor;
  /** @returns the `Set-Cookie` of a new session, or null for a wrong token. @throws {ApiError} 429 */
  readonly login: (
    token: string,
    headers: IncomingHttpHeaders,
    address: string,
  ) => { readonly cookie: string; readonly session: Session } | null;
  /** The `Set-Cookie` that makes an aging session last longer; null while it is young. */
  readonly renew: (session: Session, headers: IncomingHttpHeaders) => string | null;
  /** The `Set-Cookie` that ends the session in this browser. */
  readonly logout: (headers: IncomingHttpHeaders) => string;
}

/** The way in to what is not for everybody; null: there is no token, so there is no way in. */
export function createDoor(env: Env): Door | null {
  const token = env.DASHBOARD_ACCESS_TOKEN;
  if (token === undefined) return null;
  const sessions = createSessions(token, env.DASHBOARD_SESSION_HOURS);
  const attempts = createAttempts();
  const name = env.DASHBOARD_ACCESS_COOKIE_NAME;
  const cookie = (value: string, maxAgeSeconds: number, headers: IncomingHttpHeaders): string => {
    const secure = env.DASHBOARD_COOKIE_SECURE || name.startsWith('__') || cameByHttps(headers);
    return setCookie(value, { name, secure, maxAgeSeconds });
  };
  const cookieOf = (session: Session, headers: IncomingHttpHeaders): string =>
    cookie(sessions.seal(session), session.expiresAt - Date.now() / 1000, headers);
  const guessable = isGuessable(token);
  const waitOf = (address: string, right: boolean): number | null => {
    // Nobody finds a long random token by trying, so whoever has it is let in, whatever others do.
    if (right && !guessable) return null;
    // Where addresses cannot be made up, others' failures are no reason either.
    const others = right && env.PROXY_HOPS > 0 ? null : attempts.waitOfAll();
    return attempts.waitOf(address) ?? others;
  };
  const isRight = (given: string, address: string): boolean => {
    const right = sessions.isToken(given.trim());
    const seconds = waitOf(address, right);
    if (seconds !== null) throw tooManyAttempts(seconds);
    if (right) attempts.succeeded(address);
    else attempts.failed(address);
    return right;
  };
  return {
    isGuessable: guessable,
    visitor: (headers, address) => {
      for (const value of cookieValues(headers.cookie, name)) {
        const session = sessions.open(value);
        if (session) return { value: 'session', session };
      }
      const bearer = /^bearer\s+(\S.*)$/i.exec(headers.authorization ?? '')?.[1];
      if (bearer !== undefined && isRight(bearer, address)) return { value: 'bearer' };
      return { value: 'stranger' };
    },
    login: (given, headers, address) => {
      if (!isRight(given, address)) return null;
      const session = sessions.begin();
      return { session, cookie: cookieOf(session, headers) };
    },
    renew: (session, headers) =>
      sessions.isAging(session) ? cookieOf(sessions.begin(session.id), headers) : null,
    logout: (headers) => cookie('', 0, headers),
  };
}

export const noToken = (): ApiError =>
  new ApiError(
    403,
    'dashboard_closed',
    'the dashboard and the terminal feed are closed until SYNAPSE_DASHBOARD_ACCESS_TOKEN is set',
  );

export const loginNeeded = (): ApiError =>
  new ApiError(
    401,
    'login_required',
    'log in at /dashboard/login, or send the access token as a bearer',
    {
      headers: { 'www-authenticate': 'Bearer realm="synapse"' },
    },
  );
