const MOST_CHARACTERS = 256;

/** Any text as it can stand in a response header: percent-encoded, whole characters only, and not endless. */
export const headerText = (text: string): string =>
  encodeURI(text.slice(0, MOST_CHARACTERS).replace(/\p{Surrogate}/gu, '\ufffd'));
