import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEnv } from '../config/env.ts';
import { createAttempts } from './attempts.ts';
import { createDoor } from './door.ts';
import { nextPage } from './next-page.ts';
import { cookieValues } from './session-cookie.ts';
import { createSessions } from './sessions.ts';

describe('sessions', () => {
  let clock = 1_000_000;
  const sessions = createSessions('the-token', 1, () => clock);

  it('are read by every replica that has the token, and by none that has another', () => {
    const session = sessions.begin();
    const value = sessions.seal(session);
    expect(createSessions('the-token', 1, () => clock).open(value)).toEqual(session);
    expect(createSessions('another', 1, () => clock).open(value)).toBeNull();
    expect(value).not.toContain('the-token');
  });

  it('end, and can be made to last longer under the same id', () => {
    const session = sessions.begin();
    const value = sessions.seal(session);
    expect(sessions.isAging(session)).toBe(false);
    clock += 1801_000;
    expect(sessions.isAging(session)).toBe(true);
    expect(sessions.begin(session.id)).toEqual({ id: session.id, expiresAt: clock / 1000 + 3600 });
    clock += 1800_000;
    expect(sessions.open(value)).toBeNull();
  });

  it('cannot be made up or changed', () => {
    const value = sessions.seal(sessions.begin());
    fc.assert(
      fc.property(
        fc.nat(value.length - 1),
        fc.constantFrom('a', 'Z', '0', '.', '-'),
        (at, letter) => {
          const changed = value.slice(0, at) + letter + value.slice(at + 1);
          expect(changed === value || sessions.open(changed) === null).toBe(true);
        },
      ),
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(sessions.open(text)).toBeNull();
      }),
    );
  });
});

it('guessing is slowed down, by address and overall', () => {
  let clock = 0;
  const attempts = createAttempts(() => clock);
  clock = 1e6;
  for (let n = 0; n < 10; n++) {
    attempts.check('a');
    attempts.failed('a');
  }
  expect(() => attempts.check('a')).toThrow('too many');
  attempts.check('b');
  for (let n = 0; n < 90; n++) attempts.failed(`x${n}`);
  expect(() => attempts.check('b')).toThrow(
    expect.objectContaining({
      status: 429,
      options: { headers: { 'retry-after': '60' } },
    }) as Error,
  );
  clock += 60_000;
  attempts.check('a');
});

describe('the page after a login', () => {
  it.each([
    ['/dashboard?x=1', '/dashboard?x=1'],
    ['/ui', '/ui'],
    [undefined, '/dashboard'],
    ['//evil.example', '/dashboard'],
    ['/\\evil.example', '/dashboard'],
    ['https://evil.example/', '/dashboard'],
    ['/..//evil.example', '/dashboard'],
    ['/./\\evil', '/dashboard'],
    ['/a\r\nset-cookie: x', '/dashboard'],
    ['/dashboard/login?next=/x', '/dashboard'],
  ])('%j leads to %j', (asked, page) => {
    expect(nextPage(asked)).toBe(page);
  });

  it('is always on this site', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const asked of [text, `/${text}`]) {
          const page = nextPage(asked);
          expect(new URL(page, 'http://site.example').origin).toBe('http://site.example');
        }
      }),
    );
  });
});

describe('the door', () => {
  const env = readEnv({ SYNAPSE_DASHBOARD_ACCESS_TOKEN: 'right' });
  const door = createDoor(env)!;

  it('is shut when there is no token', () => {
    expect(createDoor(readEnv({}))).toBeNull();
  });

  it('lets in who has a session or the token', () => {
    const { cookie } = door.login('right', {}, 'a')!;
    expect(cookie).toMatch(
      /^synapse_dash_token=v1\.[\w.-]+; Path=\/; Max-Age=86400; HttpOnly; SameSite=Strict$/,
    );
    const sent = `other=1; synapse_dash_token=old; ${cookie.split(';')[0]}`;
    expect(door.visitor({ cookie: sent }, 'a').value).toBe('session');
    expect(door.visitor({ authorization: 'Bearer right' }, 'a').value).toBe('bearer');
    expect(door.visitor({ authorization: 'Bearer wrong' }, 'a').value).toBe('stranger');
    expect(door.visitor({}, 'a').value).toBe('stranger');
    expect(door.login('wrong', {}, 'a')).toBeNull();
  });

  it('makes a session in use last longer, once half of its time is over', () => {
    const young = createSessions('right', 24).begin();
    expect(door.renew(young, {})).toBeNull();
    const old = { ...young, expiresAt: young.expiresAt - 13 * 3600 };
    const sent = { cookie: door.renew(old, {})!.split(';')[0]! };
    const visitor = door.visitor(sent, 'a');
    expect(visitor).toEqual({ value: 'session', session: young });
  });

  it('marks the cookie Secure by https, by order, and by its name', () => {
    const https = { 'x-forwarded-proto': 'https' };
    expect(door.login('right', https, 'a')!.cookie).toContain('; Secure');
    for (const more of [
      { SYNAPSE_DASHBOARD_COOKIE_SECURE: 'true' },
      { SYNAPSE_DASHBOARD_ACCESS_COOKIE_NAME: '__Host-dash' },
    ]) {
      const other = createDoor(readEnv({ SYNAPSE_DASHBOARD_ACCESS_TOKEN: 'right', ...more }))!;
      expect(other.login('right', {}, 'a')!.cookie).toContain('; Secure');
    }
  });
});

it('cookies are found among others', () => {
  expect(cookieValues('a=1; b=2; a="3"; aa=4', 'a')).toEqual(['1', '3']);
  expect(cookieValues(undefined, 'a')).toEqual([]);
});
