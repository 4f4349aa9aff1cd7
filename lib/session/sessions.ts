import { createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

export interface Session {
  readonly id: string;
  /** Epoch seconds. */
  readonly expiresAt: number;
}

export interface Sessions {
  /** Whether a text is the access token; takes as long for any text. */
  readonly isToken: (text: string) => boolean;
  /** A new session, or a longer one of the same id. */
  readonly begin: (id?: string) => Session;
  /** The session as a cookie's value. It says when it ends and nothing of the token. */
  readonly seal: (session: Session) => string;
  /** @returns null for a value that is not ours, was made with another token, or has ended. */
  readonly open: (value: string) => Session | null;
  /** More than half of its time is over. */
  readonly isAging: (session: Session) => boolean;
}

const VERSION = 'v1';

/**
 * Sessions that no process has to remember: the cookie holds their end and a random id, signed with a key made from the
 * access token. Every replica can read them, and another token ends them all.
 */
export function createSessions(token: string, hours: number, now = () => Date.now()): Sessions {
  const key = Buffer.from(hkdfSync('sha256', token, 'synapse', 'dashboard session v1', 32));
  const wanted = digest(token);
  const seconds = Math.round(hours * 3600);
  const sign = (text: string): string => createHmac('sha256', key).update(text).digest('base64url');
  const secondsNow = (): number => Math.floor(now() / 1000);
  return {
    isToken: (text) => timingSafeEqual(digest(text), wanted),
    begin: (id = randomBytes(12).toString('base64url')) => ({
      id,
      expiresAt: secondsNow() + seconds,
    }),
    seal: ({ id, expiresAt }) => {
      const text = `${VERSION}.${expiresAt.toString(36)}.${id}`;
      return `${text}.${sign(text)}`;
    },
    open: (value) => {
      const [version, end, id, signature, ...more] = value.split('.');
      if (version !== VERSION || !end || !id || !signature || more.length > 0) return null;
      const given = Buffer.from(signature);
      const right = Buffer.from(sign(`${version}.${end}.${id}`));
      if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
      const expiresAt = Number.parseInt(end, 36);
      return expiresAt > secondsNow() ? { id, expiresAt } : null;
    },
    isAging: ({ expiresAt }) => expiresAt - secondsNow() < seconds / 2,
  };
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
