import { languageCode } from './language-codes.ts';

export interface Word {
  readonly word: string;
  readonly start: number;
  readonly end: number;
  readonly probability: number;
}

/** A segment of a transcript as Synapse answers it; times are seconds. */
export interface Segment {
  readonly id: number;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly words: readonly Word[] | null;
}

export interface Transcript {
  readonly text: string;
  readonly language: string;
  /** 0: the server does not say. 1 with a language that was asked for. */
  readonly language_probability: number;
  readonly duration: number;
  readonly segments: readonly Segment[];
}

type Json = Readonly<Record<string, unknown>>;

const number = (value: unknown, fallback = 0): number =>
  typeof value === 'number' && Number.isFinite(value) ? value : fallback;
const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');
const objects = (value: unknown): Json[] =>
  Array.isArray(value)
    ? value.filter((item): item is Json => item !== null && typeof item === 'object')
    : [];

/**
 * Reads `verbose_json` of OpenAI's transcription API as its servers write it: words stand in their segment (whisper.cpp)
 * or beside all of them (OpenAI, speaches), the language is a name or a code, its probability is there or not.
 */
export function readTranscript(
  answer: Json,
  { words, language }: { readonly words: boolean; readonly language?: string | undefined },
): Transcript {
  const segments = readSegments(answer, words);
  const said = answer['detected_language'] ?? answer['language'];
  const probability = number(
    answer['detected_language_probability'] ?? answer['language_probability'],
    language ? 1 : 0,
  );
  const end = segments.at(-1)?.end ?? 0;
  return {
    text: segments.map((segment) => segment.text).join(' ') || text(answer['text']),
    language: language || languageCode(text(said) || 'unknown'),
    language_probability: probability,
    duration: number(answer['duration'], end),
    segments,
  };
}

/** The segments of one answer, or of one event of a stream; `firstId` numbers those that have no number. */
export function readSegments(answer: Json, wantWords: boolean, firstId = 0): Segment[] {
  const beside = objects(answer['words']);
  const given = objects(answer['segments']);
  const whole = text(answer['text']);
  // A server that knows no segments: the whole is one.
  const found: Json[] =
    given.length === 0 && whole
      ? [{ text: whole, start: 0, end: number(answer['duration']), words: beside }]
      : given;
  return found.map((segment, index) => {
    const start = number(segment['start']);
    const end = number(segment['end'], start);
    const own = objects(segment['words']);
    const sure = Math.exp(Math.min(0, number(segment['avg_logprob'], -Infinity)));
    const inside = own.length > 0 ? own : beside.filter((word) => isWithin(word, start, end));
    return {
      id: firstId + index,
      text: text(segment['text']),
      start,
      end,
      words: wantWords ? inside.map((word) => readWord(word, sure)) : null,
    };
  });
}

function isWithin(word: Json, start: number, end: number): boolean {
  const middle = (number(word['start']) + number(word['end'])) / 2;
  return middle >= start && middle <= end;
}

/** A word without a probability of its own gets the mean of its segment. */
const readWord = (word: Json, sure: number): Word => ({
  word: typeof word['word'] === 'string' ? word['word'] : '',
  start: number(word['start']),
  end: number(word['end']),
  probability: number(word['probability'], sure),
});

/** What whisper.cpp tells of the languages it thought of, the likeliest first; five at most. */
export function readLanguages(answer: Json, found: string): { code: string; name: string }[] {
  const all = answer['language_probabilities'];
  const ranked =
    all !== null && typeof all === 'object'
      ? Object.entries(all)
          .toSorted(([, a], [, b]) => number(b) - number(a))
          .map(([name]) => languageCode(name))
      : [found];
  return ranked.slice(0, 5).map((code) => ({ code, name: code }));
}
