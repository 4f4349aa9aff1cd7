/** A piece longer than this is cut at a clause or a space, so that one run-on sentence cannot hold the audio back. */
const LONGEST = 280;
/** A piece shorter than this is joined to its neighbour: engines speak fragments badly, and each call has a cost. */
const SHORTEST = 24;

/**
 * Cuts a text into pieces to be spoken one after the other. Joined with spaces they are the text with its white space
 * folded. `language` steers where sentences end; an unknown one falls back to the default rules.
 */
export function splitSentences(text: string, language: string): string[] {
  const pieces: string[] = [];
  for (const { segment } of segmenter(language).segment(text.replace(/\s+/g, ' ').trim())) {
    for (const piece of cutLong(segment.trim())) {
      const last = pieces.at(-1);
      const joinable =
        last !== undefined && last.length < SHORTEST && last.length + piece.length < LONGEST;
      if (joinable) pieces[pieces.length - 1] = `${last} ${piece}`;
      else if (piece) pieces.push(piece);
    }
  }
  return joinTail(pieces);
}

function segmenter(language: string): Intl.Segmenter {
  try {
    return new Intl.Segmenter(language, { granularity: 'sentence' });
  } catch {
    return new Intl.Segmenter('en', { granularity: 'sentence' });
  }
}

function cutLong(sentence: string): string[] {
  const pieces: string[] = [];
  let rest = sentence;
  while (rest.length > LONGEST) {
    const head = rest.slice(0, LONGEST);
    const clause = Math.max(
      head.lastIndexOf(', '),
      head.lastIndexOf('; '),
      head.lastIndexOf(': '),
      head.lastIndexOf(' – '),
    );
    const space = head.lastIndexOf(' ');
    const cut = clause > LONGEST / 3 ? clause + 1 : space > 0 ? space : wholeCharacters(head);
    pieces.push(rest.slice(0, cut).trim());
    rest = rest.slice(cut).trim();
  }
  return [...pieces, rest];
}

/** Never cuts between the two halves of a surrogate pair. */
const wholeCharacters = (head: string): number => {
  const last = head.charCodeAt(head.length - 1);
  return last >= 0xd800 && last <= 0xdbff ? head.length - 1 : head.length;
};

function joinTail(pieces: string[]): string[] {
  const [tail, before] = [pieces.at(-1), pieces.at(-2)];
  if (!tail || !before || tail.length >= SHORTEST || before.length + tail.length >= LONGEST)
    return pieces;
  return [...pieces.slice(0, -2), `${before} ${tail}`];
}
