import { maskAssigned } from './assigned.ts';
import { MASK } from './mask.ts';
import type { Pattern } from './patterns.ts';

export type Redactor = (text: string) => string;

/**
 * What a secret looks like, widest context first. Groups kept: `$1` stays, the rest is masked. Nothing in them repeats a
 * repetition, so that a line is read in time that grows with its length.
 */
const RULES: readonly (readonly [RegExp, string])[] = [
  // A cookie header to its end: every pair of it, and quoted values in them.
  [/\b((?:set-)?cookie\d?(?:\\{0,15}["'])?\s*[:=]\s*)[^\r\n]+/gi, `$1${MASK}`],
  [
    /\b((?:proxy-)?authorization(?:\\{0,15}["'])?\s*[:=]\s*\\{0,15}["']?(?:bearer|basic|token|negotiate|apikey)\s+)[^\s"',;\\]+/gi,
    `$1${MASK}`,
  ],
  // Another scheme, or none: all of it. `Digest` has many parts.
  [
    /\b((?:proxy-)?authorization(?:\\{0,15}["'])?\s*[:=]\s*\\{0,15}["']?)(?!(?:bearer|basic|token|negotiate|apikey)\s|\s*\[REDACTED\])[^\r\n]+/gi,
    `$1${MASK}`,
  ],
  [
    /\b((?:bearer|basic)\s+)(?=[^\s"',;]*[\d+/=._-]|[^\s"',;]{16})[A-Za-z0-9._~+/=-]{6,}/gi,
    `$1${MASK}`,
  ],
  // A user and a password, to the last @: a password may hold one, and a slash. A port is a number, up to the path.
  [
    /\b([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/:@"'<>[\]]{0,100}:(?!\d{1,5}[/?#,])[^\s"'<>?#]{1,256}@(?=[\w[])/gi,
    `$1${MASK}@`,
  ],
  [/\b([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/"'<>]{1,256}@/gi, `$1${MASK}@`],
  // A user and a password for curl; two numbers are ids.
  [
    /(?<![\w-])(-u|-U|--user|--proxy-user)([\s=]{1,4}["']?(?!\d{1,10}:\d{1,10}(?![^\s"']))\w[^\s:"'[\]]{0,99}:)(?!\[REDACTED\])[^\s"']+/g,
    `$1$2${MASK}`,
  ],
  [/(\/dashboard\/login\/)(?!\[REDACTED\])[^\s?#"'/]+/gi, `$1${MASK}`],
  // The value of an option on a command line; another option after it is none.
  [
    /(?<![\w-])(--?[\w-]{0,40}(?:password|passwd|token|secret|api-?key)\s+)(?!-|\[REDACTED\])(?=[^\s]{0,40}\d|"|')("[^"\r\n]*"|'[^'\r\n]*'|[^\s"'|;&]+)/gi,
    `$1${MASK}`,
  ],
  [/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]*)?/g, MASK],
  [
    /\b(?:hf_|sk-|sk_|pk_live_|rk_live_|whsec_|gh[pousr]_|github_pat_|gl(?:pat|dt|rt|ptt)-|xox[a-z]-|xapp-|npm_|pypi-|dckr_pat_|dop_v1_|AIza|GOCSPX-|ya29\.|gsk_|nvapi-|xai-|pplx-|r8_|jina_|tvly-)[A-Za-z0-9_-]{10,}/g,
    MASK,
  ],
  // Addresses that are secrets themselves: of Slack, Discord and Telegram.
  [
    /(hooks\.slack\.com\/(?:services|workflows)\/|\/api\/webhooks\/\d{1,24}\/)(?!\[REDACTED\])[^\s"'<>?#]+/gi,
    `$1${MASK}`,
  ],
  [/(\/bot\d{6,12}:)[A-Za-z0-9_-]{20,}/g, `$1${MASK}`],
  [/\bSG\.[A-Za-z0-9_-]{10,}(?:\.[A-Za-z0-9_-]+)?/g, MASK],
  [/\b(?:AKIA|ASIA|AGPA|AIDA|AROA)[A-Z0-9]{12,}\b/g, MASK],
  [
    /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g,
    MASK,
  ],
];

/** Does the text hold anything a rule could match? One cheap test spares most lines the replacing. */
const SUSPECT =
  /auth|bearer|basic|cookie|:\/\/[^\s]{0,360}@|eyJ|hf_|[spr]k[-_]|whsec_|gh[pousr]_|github_pat_|gl(?:pat|dt|rt|ptt)-|xox|xapp-|npm_|pypi-|dckr_pat_|dop_v1_|AIza|GOCSPX|ya29|gsk_|nvapi-|xai-|pplx-|r8_|jina_|tvly-|hook|\/bot\d|SG\.|A[KSGIR][IPDO]A|key|token|secret|pass|pwd|credential|sig(?:nature)?\\*["']?\s?[:=%]|-u[\s=]|-user[\s=]|login\//i;

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
