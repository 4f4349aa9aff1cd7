/** A stretch of text spoken in one go, and the pause after it. */
export interface Piece {
  readonly text: string;
  /** Seconds of silence after it at normal speed. */
  readonly pause: number;
}

const SENTENCE_PAUSE = 0.35;
const CLAUSE_PAUSE = 0.15;
const PARAGRAPH_PAUSE = 0.6;

/** Longest piece in characters: some 15 s of speech. */
const LONGEST = 220;

/**
 * Normalised text (newlines between paragraphs) cut where a speaker would breathe: at paragraphs and
 * sentences, and inside an overlong sentence at a clause, a word, or, failing all, anywhere.
 */
export function splitIntoPieces(text: string): Piece[] {
  return text.split(/\n+/).flatMap((paragraph) => {
    const pieces = sentencesOf(paragraph).flatMap(cutSentence);
    const last = pieces.pop();
    return last === undefined ? [] : [...pieces, { ...last, pause: PARAGRAPH_PAUSE }];
  });
}

function sentencesOf(paragraph: string): string[] {
  return paragraph
    .split(/(?<=[.!?]["')]?)\s+(?=["'(]?[A-Z0-9])/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => /[a-z0-9]/i.test(sentence));
}

function cutSentence(sentence: string): Piece[] {
  const pieces: Piece[] = [];
  let rest = sentence;
  while (rest.length > LONGEST) {
    const head = rest.slice(0, LONGEST);
    const clause = Math.max(...[', ', '; ', ': '].map((mark) => head.lastIndexOf(mark)));
    const space = head.lastIndexOf(' ');
    const at = clause > LONGEST / 3 ? clause + 1 : space > 0 ? space : LONGEST;
    pieces.push({ text: rest.slice(0, at).trim(), pause: at === clause + 1 ? CLAUSE_PAUSE : 0 });
    rest = rest.slice(at).trim();
  }
  if (/[a-z0-9]/i.test(rest)) pieces.push({ text: rest, pause: SENTENCE_PAUSE });
  return pieces;
}
