const EMAIL = /(?<![\w.+-])[\w.+-]{1,64}@[a-z\d-]+(?:\.[a-z\d-]+)+/gi;
const URL_WITH_SCHEME = /\b(?:https?|ftp|wss?):\/\/[^\s<>"')\]}]+/gi;
const BARE_DOMAIN =
  /(?<![\w.@])(?:www\.)?[a-z\d-]+(?:\.[a-z\d-]+)*\.(?:com|org|net|io|dev|edu|gov|info|eu|uk|de|fr|app|ai)(?![\w.-]*\w@)(?:\/[^\s<>"')\]}]*)?(?![\w-])/gi;
const SPOKEN_PATH = 60;

/** E-mail and web addresses as one would read them out: no scheme, no `www`, no query. */
export function sayAddresses(text: string): string {
  return text
    .replace(URL_WITH_SCHEME, url)
    .replace(EMAIL, (found) => ` ${readOut(found)} `)
    .replace(BARE_DOMAIN, url);
}

function url(found: string): string {
  const tail = /[.,;:!?]+$/.exec(found)?.[0] ?? '';
  const bare = found
    .slice(0, found.length - tail.length)
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/^[^/@]*@/, '')
    .replace(/^www\./i, '')
    .replace(/[?#].*$/, '')
    .replace(/\/+$/, '');
  const path = bare.indexOf('/');
  const shown = path >= 0 && bare.length - path > SPOKEN_PATH ? bare.slice(0, path) : bare;
  return ` ${readOut(shown)}${tail} `;
}

const NAMES: Readonly<Record<string, string>> = {
  '@': ' at ',
  '.': ' dot ',
  '/': ' slash ',
  '-': ' dash ',
  _: ' underscore ',
  '+': ' plus ',
  ':': ' port ',
  '~': ' tilde ',
};

const readOut = (address: string): string =>
  address
    .replace(/[@./_+:~-]/g, (mark) => NAMES[mark]!)
    .replace(/%[\da-f]{2}|[^\w\s]/gi, ' ')
    .trim()
    .replace(/\s+/g, ' ');
