import type { Pattern } from './patterns.ts';

const MASK = '[REDACTED]';

export type Redactor = (text: string) => string;

/** A value in quotes, escaped ones inside it included; an open quote reaches to the end of the line. */
const QUOTED = String.raw`"(?:[^"\\\r\n]|\\.)*(?:"|$)|'(?:[^'\\\r\n]|\\.)*(?:'|$)`;
/** All values of a list or an object of JSON, as far as it holds no other. */
const LISTED = String.raw`\[[^\]\r\n]*(?:\]|$)|\{[^}\r\n]*(?:\}|$)`;
const KEY = String.raw`api[_-]?key|access[_-]?key(?:[_-]?id)?|private[_-]?key|token|secret|credentials?|pwd|passwd|password|passphrase`;

/**
 * What a secret looks like, widest context first. Groups kept: `$1` stays, the rest is masked. Nothing in them repeats a
 * repetition, so that a line is read in time that grows with its length.
 */
const RULES: readonly (readonly [RegExp, string])[] = [
  // A cookie header to its end: every pair of it, and quoted values in them.
  [/\b((?:set-)?cookie\d?(?:\\?["'])?\s*[:=]\s*)[^\r\n]+/gi, `$1${MASK}`],
  [
    /\b((?:proxy-)?authorization(?:\\?["'])?\s*[:=]\s*\\?["']?(?:bearer|basic|token|negotiate|apikey)\s+)[^\s"',;\\]+/gi,
    `$1${MASK}`,
  ],
  // Another scheme, or none: all of it. `Digest` has many parts.
  [
    /\b((?:proxy-)?authorization(?:\\?["'])?\s*[:=]\s*\\?["']?)(?!(?:bearer|basic|token|negotiate|apikey)\s|\s*\[REDACTED\])[^\r\n]+/gi,
    `$1${MASK}`,
  ],
  [
    /\b((?:bearer|basic)\s+)(?=[^\s"',;]*[\d+/=._-]|[^\s"',;]{16})[A-Za-z0-9._~+/=-]{6,}/gi,
    `$1${MASK}`,
  ],
  // To the last @: a password may hold one.
  [/\b([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/"'<>]{1,256}@/gi, `$1${MASK}@`],
  // The value of an option on a command line; another option after it is none.
  [
    /(?<![\w-])(--?[\w-]{0,40}(?:password|passwd|token|secret|api-?key)\s+)(?!-|\[REDACTED\])(?=[^\s]{0,40}\d|"|')("[^"\r\n]*"|'[^'\r\n]*'|[^\s"'|;&]+)/gi,
    `$1${MASK}`,
  ],
  [/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]*)?/g, MASK],
  [
    /\b(?:hf_|sk-|sk_|pk_live_|rk_live_|gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|npm_|pypi-|dckr_pat_|AIza|ya29\.)[A-Za-z0-9_-]{10,}/g,
    MASK,
  ],
  [/\b(?:AKIA|ASIA|AGPA|AIDA|AROA)[A-Z0-9]{12,}\b/g, MASK],
  [
    /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g,
    MASK,
  ],
];

/** `password="…"`, `'api_key': '…'`, `token=…`, also with escaped quotes as inside JSON text. */
const ASSIGNED = new RegExp(
  String.raw`((?:[\w-]{0,40}[_-])?(?:${KEY})s?)(\\?["'])?(\s*(?:=>|:=|[:=]|%3[AD])\s*)(\\"(?:[^"\\]|\\[^"])*(?:\\"|$)|${LISTED}|${QUOTED}|[^\s,;&"'\\|]*[^\s,;&"'\\|)\]}])`,
  'gi',
);
/** Words that go on after the first word of an unquoted value, up to a delimiter or the next assignment. */
const MORE_WORDS = /^(?:[ \t]+(?![\w.-]{1,40}\s*[:=])[^\s,;&"'|()[\]{}]+){1,8}/;
/** What follows `token:` in a sentence about tokens. */
const PROSE =
  /^(?:of|is|was|are|must|may|should|for|not|no|required|missing|invalid|expired|too|the|a|an|and|or|cannot|can|has|have|field|expected|unexpected|wrong|incorrect|unknown|none|null|undefined|true|false|needs?|to|in|it|this|that|at|by|with|be|on)$/i;

/** Does the text hold anything a rule could match? One cheap test spares most lines the replacing. */
const SUSPECT =
  /auth|bearer|basic|cookie|:\/\/[^\s/]*@|eyJ|hf_|[spr]k[-_]|gh[pousr]_|github_pat_|glpat-|xox|npm_|pypi-|dckr_pat_|AIza|ya29|A[KSGIR][IPDO]A|key|token|secret|passw|passphrase|pwd|credential/i;

/**
 * Masks credentials in a text before it reaches any sink: authorization and cookie headers, user parts of URLs, JWTs,
 * well-known keys, and what is assigned to `password`, `token` and the like, in any quotes. A text that has been through
 * it stays as it is.
 */
export function createRedactor(extra: readonly Pattern[] = []): Redactor {
  return (text) => {
    let clean = text;
    if (SUSPECT.test(text)) {
      for (const [pattern, replacement] of RULES) clean = clean.replace(pattern, replacement);
      clean = maskAssigned(clean);
    }
    for (const replace of extra) clean = replace(clean, MASK);
    return clean;
  };
}

/** A key, the quote after it, the sign and the value, as `ASSIGNED` finds them. */
interface Assignment {
  readonly key: string;
  readonly quote: string;
  readonly sign: string;
  readonly value: string;
  /** The quote the value begins with, escaped or not; empty: a bare word. */
  readonly open: string;
}

function maskAssigned(text: string): string {
  let out = '';
  let at = 0;
  for (const found of text.matchAll(ASSIGNED)) {
    if (found.index < at) continue;
    const [whole, key = '', quote = '', sign = '', value = ''] = found;
    const open = /^\\?["']/.exec(value)?.[0] ?? '';
    const assignment = { key, quote, sign, value, open };
    if (isHarmless(assignment)) continue;
    const end = found.index + whole.length;
    out += text.slice(at, found.index) + masked(assignment);
    at = end + wordsAfter(assignment, text.slice(end));
  }
  return out + text.slice(at);
}

function isHarmless({ key, quote, sign, value, open }: Assignment): boolean {
  if (value.startsWith(MASK.slice(0, -1))) return true;
  // Tokens that are counted.
  if (/tokens$/i.test(key) && /^\d{1,9}(?:\.\d+)?$/.test(value)) return true;
  if (open || quote || sign.trim() !== ':') return false;
  // `token: something` in plain words is a sentence unless the something looks like a secret.
  if (/pass|pwd/i.test(key)) return PROSE.test(value);
  return value.length < 12 && !/\d/.test(value);
}

function masked({ key, quote, sign, value, open }: Assignment): string {
  const closed = value.length > open.length && value.endsWith(open);
  return `${key}${quote}${sign}${open}${MASK}${closed ? open : ''}`;
}

/** How many characters more a secret of several bare words has. */
const wordsAfter = ({ key, open }: Assignment, rest: string): number =>
  !open && /pass|pwd|secret/i.test(key) ? (MORE_WORDS.exec(rest)?.[0].length ?? 0) : 0;
