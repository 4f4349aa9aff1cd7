import { MASK } from './mask.ts';

/** What a secret is assigned to, at the end of a longer name too. */
const KEYS = String.raw`(?:api|access|account|private|secret|signing|encryption|master|auth|shared)[_-]?key(?:[_-]?id)?|token|secret|credential|pwd|passwd|password|passphrase|passcode`;
/** The same, where it is a word of its own; such words have other meanings, too. */
const WORDS = 'auth|pass|sig|signature';
/** `password=`, `'api_key': `, `\"token\" => `, as JSON inside JSON has it, too. */
const ASSIGNED = new RegExp(
  String.raw`((?:${KEYS})s?|(?<![a-z0-9])(?:${WORDS}))(\\{0,15}["'])?(\s{0,20}(?:=>|:=|[:=]|%3[AD])\s{0,20})`,
  'gi',
);
/** What may end a value in quotes of a kind. */
const MARKS: Readonly<Record<string, RegExp>> = { '"': /[\r\n"]/g, "'": /[\r\n']/g };
const OPEN = /(\\{0,15})(["'])/y;
/** All values of a list or an object of JSON, as far as it holds no other. */
const LISTED = /\[[^\]\r\n]*(?:\]|$)|\{[^}\r\n]*(?:\}|$)/my;
const BARE = /[^\s,;&"'\\|]*[^\s,;&"'\\|)\]}]/y;
/** Words that go on after the first word of an unquoted value, up to a delimiter or the next assignment. */
const MORE_WORDS = /(?:[ \t]+(?![\w.-]{1,40}\s*[:=])[^\s,;&"'|()[\]{}]+){1,8}/y;
/** What follows `token:` in a sentence about tokens. */
const PROSE =
  /^(?:of|is|was|are|must|may|should|for|not|no|required|missing|invalid|expired|too|the|a|an|and|or|cannot|can|has|have|field|expected|unexpected|wrong|incorrect|unknown|none|null|undefined|true|false|needs?|to|in|it|this|that|at|by|with|be|on)$/i;
/** What a switch named `auth` or `pass` is set to, and how many have passed. */
const SETTING =
  /^(?:true|false|yes|no|on|off|ok|fail(?:ed)?|none|null|undefined|basic|bearer|digest|oauth2?|oidc|jwt|token|password|required|optional|enabled|disabled|anonymous|default|\d{1,3}(?:[.,/]\d+)?(?:ms|s|%)?)$/i;

/** A value as it stands in a text. */
interface Value {
  /** The quote it begins with, escaped or not; empty: none. */
  readonly open: string;
  readonly text: string;
  /** Where what is masked ends; a closing quote stays. */
  readonly end: number;
}

/** A key, the quote after it and the sign. */
interface Key {
  readonly name: string;
  readonly quote: string;
  readonly sign: string;
}

/** Masks what is assigned to `password`, `token` and the like, in any quotes, in time that grows with the text. */
export function maskAssigned(text: string): string {
  let out = '';
  let at = 0;
  for (const found of text.matchAll(ASSIGNED)) {
    if (found.index < at) continue;
    const [whole, name = '', quote = '', sign = ''] = found;
    const key = { name, quote, sign };
    const value = valueAt(text, found.index + whole.length);
    if (!value || isHarmless(key, value)) continue;
    out += `${text.slice(at, found.index + whole.length)}${value.open}${MASK}`;
    at = value.end + (value.open ? 0 : moreWords(key, text, value.end));
  }
  return out + text.slice(at);
}

function valueAt(text: string, at: number): Value | null {
  const quoted = matchAt(OPEN, text, at);
  if (quoted) return quotedAt(text, at, quoted);
  const found = matchAt(LISTED, text, at) ?? matchAt(BARE, text, at);
  return found ? { open: '', text: found, end: at + found.length } : null;
}

/**
 * Up to the quote that closes: the one with as many backslashes before it, or where there are none with an even number.
 * One with fewer ends the text around it. What nothing closes reaches to the end of the line.
 */
function quotedAt(text: string, at: number, open: string): Value {
  const quote = open.at(-1)!;
  const escapes = open.length - 1;
  const from = at + open.length;
  const value = (end: number): Value => ({ open, text: text.slice(from, end), end });
  const marks = MARKS[quote]!;
  marks.lastIndex = from;
  for (let found = marks.exec(text); found; found = marks.exec(text)) {
    if (found[0] !== quote) return value(found.index);
    let before = 0;
    while (found.index - before > from && text[found.index - before - 1] === '\\') before++;
    if (escapes === 0 ? before % 2 === 0 : before <= escapes)
      return value(found.index - (escapes && before));
  }
  return value(text.length);
}

function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

function isHarmless({ name, quote, sign }: Key, { open, text }: Value): boolean {
  if (text.startsWith(MASK.slice(0, -1)) || text === '') return true;
  // Tokens that are counted.
  if (/tokens$/i.test(name) && /^\d{1,9}(?:\.\d+)?$/.test(text)) return true;
  const isWord = /^(?:auth|pass|sig|signature)$/i.test(name);
  if (isWord && isNoSecret(name, text, open)) return true;
  if (open || quote || sign.trim() !== ':') return false;
  // `token: something` in plain words is a sentence unless the something looks like a secret.
  if (!isWord && /pass|pwd/i.test(name)) return PROSE.test(text);
  return text.length < 12 && !/\d/.test(text);
}

function isNoSecret(name: string, text: string, open: string): boolean {
  if (SETTING.test(text) || (!open && /^[[{]/.test(text))) return true;
  return /^sig/i.test(name) && (text.length < 8 || (text.length < 16 && !/\d/.test(text)));
}

/** How many characters more a secret of several bare words has. */
const moreWords = ({ name }: Key, text: string, at: number): number =>
  /passw|passphrase|pwd|secret/i.test(name) ? (matchAt(MORE_WORDS, text, at)?.length ?? 0) : 0;
