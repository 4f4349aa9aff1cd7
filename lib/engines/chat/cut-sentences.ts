const ABBREVIATION =
  /(?:^|[\s(])(?:mr|mrs|ms|dr|prof|st|no|vs|approx|e\.g|i\.e|cf|inc|ltd|co|fig|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|\p{Lu})\.$/iu;
const BULLET = /^\s*(?:[-*•‣>]|#{1,6}|\d{1,3}[.)])\s+/u;
/** A line that begins anew whatever stands before: an item, an indented line, a question. */
const OWN_LINE = new RegExp(
  `${BULLET.source}|^\\s{2,}|^\\s*(?:who|what|when|where|why|which|how|is|are|does|do|can)\\b.*\\?$`,
  'iu',
);
/** Sentences longer than this are tables, logs and the like; they are cut so that they can be quoted. */
const LONGEST = 600;
/** A line this long without an end was broken by an editor, and goes on in the next. */
const WRAPPED = 60;
/** Linear in time; `Intl.Segmenter` takes seconds for a long text. */
const END = /(?<=[.!?…]["'”’)\]]*)\s+(?=["'“‘([]*[\p{Lu}\p{N}])|(?<=[。！？])/u;

/** Cuts prose into sentences. Lines are paragraphs unless they clearly go on; code between fences is left out. */
export function cutSentences(text: string): string[] {
  return paragraphs(text.replace(/^\s*```[\s\S]*?(?:^\s*```|$(?![\s\S]))/gmu, '\n'))
    .flatMap(sentencesOf)
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
}

function paragraphs(text: string): string[] {
  const result: string[] = [];
  let [open, wrapped] = [false, false];
  for (const line of text.split(/\r?\n/u)) {
    const said = line.replace(BULLET, '').replace(/\s+/gu, ' ').trim();
    const goesOn = open && !OWN_LINE.test(line) && (wrapped || /^[\p{Ll}(,]/u.test(said));
    if (goesOn) result[result.length - 1] += ` ${said}`;
    else if (said) result.push(said);
    open = said !== '' && !/[.!?:;]$/u.test(said);
    wrapped = said.length >= WRAPPED;
  }
  return result;
}

function sentencesOf(paragraph: string): string[] {
  const sentences: string[] = [];
  let held = '';
  for (const segment of paragraph.split(END)) {
    held = held === '' ? segment : `${held} ${segment}`;
    if (ABBREVIATION.test(segment)) continue;
    sentences.push(...pieces(held));
    held = '';
  }
  return held === '' ? sentences : [...sentences, ...pieces(held)];
}

const pieces = (sentence: string): string[] =>
  sentence.length <= LONGEST
    ? [sentence]
    : (sentence.match(new RegExp(`.{1,${LONGEST}}(?=\\s|$)|\\S{1,${LONGEST}}`, 'gu')) ?? []).map(
        (part) => part.trim(),
      );
