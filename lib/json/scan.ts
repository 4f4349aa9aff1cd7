/** Where a value stands in a JSON text: `text.slice(start, end)` is the value. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Entry extends Span {
  readonly key: string;
}

/**
 * Entries of the object that begins at `at`, with the place of each value. The text must be valid JSON (parse it
 * first); this only finds places, so that a value can be replaced without touching a byte of the others.
 */
export function scanObject(text: string, at: number): Entry[] {
  const entries: Entry[] = [];
  let i = skipSpace(text, at + 1);
  while (text[i] !== '}') {
    const keyEnd = endOfString(text, i);
    const key = JSON.parse(text.slice(i, keyEnd)) as string;
    const start = skipSpace(text, skipSpace(text, keyEnd) + 1);
    const end = endOfValue(text, start);
    entries.push({ key, start, end });
    i = skipSpace(text, end);
    if (text[i] === ',') i = skipSpace(text, i + 1);
  }
  return entries;
}

/** Items of the array that begins at `at`. */
export function scanArray(text: string, at: number): Span[] {
  const items: Span[] = [];
  let i = skipSpace(text, at + 1);
  while (text[i] !== ']') {
    const end = endOfValue(text, i);
    items.push({ start: i, end });
    i = skipSpace(text, end);
    if (text[i] === ',') i = skipSpace(text, i + 1);
  }
  return items;
}

/** Offset of the first character that is not white space. */
export function skipSpace(text: string, at: number): number {
  let i = at;
  for (
    let code = text.charCodeAt(i);
    code === 32 || (code >= 9 && code <= 13);
    code = text.charCodeAt(i)
  )
    i++;
  return i;
}

function endOfString(text: string, at: number): number {
  let i = at + 1;
  for (;;) {
    const quote = text.indexOf('"', i);
    let slashes = 0;
    while (text[quote - 1 - slashes] === '\\') slashes++;
    i = quote + 1;
    if (slashes % 2 === 0) return i;
  }
}

function endOfValue(text: string, at: number): number {
  const first = text[at];
  if (first === '"') return endOfString(text, at);
  if (first !== '{' && first !== '[') return endOfScalar(text, at);
  let depth = 0;
  for (let i = at; ; i++) {
    const char = text[i];
    if (char === '"') i = endOfString(text, i) - 1;
    else if (char === '{' || char === '[') depth++;
    else if ((char === '}' || char === ']') && --depth === 0) return i + 1;
  }
}

function endOfScalar(text: string, at: number): number {
  const scalar = /[^,\]}\s]*/y;
  scalar.lastIndex = at;
  scalar.test(text);
  return scalar.lastIndex;
}
