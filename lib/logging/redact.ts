const MASK = '[REDACTED]';

/** What a secret looks like, widest context first. Groups kept: `$1` stays, the rest is masked. */
const RULES: readonly (readonly [RegExp, string])[] = [
  [/\b((?:set-)?cookie["']?\s*[:=]\s*["']?)[^\r\n"']+/gi, `$1${MASK}`],
  [
    /\b(authorization["']?\s*[:=]\s*["']?(?:bearer|basic|digest|token)\s+)[^\s"',;]+/gi,
    `$1${MASK}`,
  ],
  [/\b((?:bearer|basic)\s+)[A-Za-z0-9._~+/=-]{8,}/gi, `$1${MASK}`],
  [/\b([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/@"']{1,256}@/gi, `$1${MASK}@`],
  [/\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]*/g, MASK],
  [/\b(?:hf_|sk-|sk_|gh[pousr]_|github_pat_|glpat-|xox[abprs]-|npm_)[A-Za-z0-9_-]{12,}/g, MASK],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, MASK],
  [
    /((?:[\w-]{0,40}[_-])?(?:api[_-]?key|token|secret|password|passwd|credential)["']?\s*[:=]\s*)("[^"]*"|'[^']*'|[^\s,;&"'}]+)/gi,
    `$1${MASK}`,
  ],
];

/** Does the text hold anything a rule could match? One cheap test spares most lines the eight replaces. */
const SUSPECT =
  /auth|bearer|basic|cookie|:\/\/[^\s/]*@|eyJ|hf_|sk[-_]|gh[pousr]_|github_pat_|glpat-|xox|npm_|AKIA|ASIA|key|token|secret|passw|credential/i;

export type Redactor = (text: string) => string;

/**
 * Masks credentials in a line of text before it reaches any sink: authorization and cookie headers, URL user parts,
 * JWTs, well-known key prefixes, and `password=…`-like assignments in any quotes.
 */
export function createRedactor(extra: readonly RegExp[] = []): Redactor {
  return (text) => {
    let clean = text;
    if (SUSPECT.test(text)) {
      for (const [pattern, replacement] of RULES) clean = clean.replace(pattern, replacement);
    }
    for (const pattern of extra) clean = clean.replace(pattern, MASK);
    return clean;
  };
}

/**
 * Operator patterns, separated by `||`.
 * @throws Error naming a pattern that is not valid.
 */
export function parsePatterns(list: string): RegExp[] {
  return list
    .split('||')
    .map((pattern) => pattern.trim())
    .filter(Boolean)
    .map((pattern) => {
      try {
        return new RegExp(pattern, 'g');
      } catch (cause) {
        throw new Error(
          `SYNAPSE_TERMINAL_FEED_REDACT_EXTRA_PATTERNS: "${pattern}" is not a pattern`,
          { cause },
        );
      }
    });
}
