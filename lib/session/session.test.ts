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

it('guesses are counted, by address and overall', () => {
  let clock = 0;
  const attempts = createAttempts(() => clock);
  clock = 1e6;
  for (let n = 0; n < 10; n++) {
    expect(attempts.waitOf('a')).toBeNull();
    attempts.failed('a');
  }
  expect([attempts.waitOf('a'), attempts.waitOf('b'), attempts.waitOfAll()]).toEqual([
    60,
    null,
    null,
  ]);
  for (let n = 0; n < 90; n++) attempts.failed(`x${n}`);
  clock += 20_000;
  expect(attempts.waitOfAll()).toBe(40);
  clock += 40_000;
  expect([attempts.waitOf('a'), attempts.waitOfAll()]).toEqual([null, null]);
});

describe('whoever has the token, while others guess', () => {
  const LONG = 'kPq3vN8xW2mZ7tLc5sRy9dFg4hJb6nQa';
  const doorOf = (token: string, hops = '0') =>
    createDoor(readEnv({ SYNAPSE_DASHBOARD_ACCESS_TOKEN: token, SYNAPSE_PROXY_HOPS: hops }))!;
  const guess = (door: ReturnType<typeof doorOf>, from: (n: number) => string): void => {
    for (let n = 0; n < 300; n++) {
      try {
        door.login(`guess ${n}`, {}, from(n));
      } catch (error) {
        expect(error).toMatchObject({ status: 429 });
      }
    }
    expect(() => door.login('one more', {}, from(0))).toThrow('too many');
  };

  it('is let in with a long random one, from any address', () => {
    const door = doorOf(LONG);
    guess(door, (n) => `10.0.0.${n}`);
    guess(door, () => 'same');
    expect(door.login(LONG, {}, 'same')).not.toBeNull();
    expect(door.visitor({ authorization: `Bearer ${LONG}` }, '10.0.0.1').value).toBe('bearer');
  });

  it('is let in with any, where addresses cannot be made up', () => {
    const door = doorOf('swordfish', '1');
    guess(door, (n) => `10.0.0.${n}`);
    expect(door.login('swordfish', {}, 'elsewhere')).not.toBeNull();
  });

  it('waits with the others where the token could be guessed and addresses made up', () => {
    const door = doorOf('swordfish');
    guess(door, (n) => `10.0.0.${n}`);
    expect(() => door.login('swordfish', {}, 'elsewhere')).toThrow('too many');
  });

  it.each([
    [LONG, false],
    ['0f8fad5b-d9cb-469f-a165-70867728950e', false],
    ['9b1deb4d3b7d4bad9bdd2b0d7b3dcb6d', false],
    ['correct horse battery staple', true],
    ['1111111111111111111111111111111111111111', true],
    ['a-long-and-random-token', true],
    ['hunter2', true],
  ])('%s can be guessed: %s', (token, guessable) => {
    expect(doorOf(token).isGuessable).toBe(guessable);
  });
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
    [`/dashboard?x=${'x'.repeat(3000)}`, '/dashboard'],
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

  it('takes no blanks around the token for a part of it, and none for a token', () => {
    const token = ' correct horse\n';
    const other = createDoor(readEnv({ SYNAPSE_DASHBOARD_ACCESS_TOKEN: token }))!;
    expect(other.login('correct horse ', {}, 'a')).not.toBeNull();
    const authorization = 'Bearer correct horse';
    expect(other.visitor({ authorization }, 'a').value).toBe('bearer');
    expect(createDoor(readEnv({ SYNAPSE_DASHBOARD_ACCESS_TOKEN: ' \n' }))).toBeNull();
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
