import { Fragment } from 'preact';
import { copy } from '../ui/copy.ts';
import { clock } from '../ui/format.ts';
import { Icon } from '../ui/icon.tsx';
import type { Segment, Word } from './segments.ts';

interface TranscriptProps {
  readonly segments: readonly Segment[];
  /** All of it has been heard. */
  readonly heard: boolean;
  /** The word being spoken. */
  readonly now: Word | undefined;
  readonly language: string;
  readonly onSeek: (seconds: number) => void;
}

/** Below this a word was hardly understood. */
const SURE = 0.5;

/** The text; a click on a word plays from there. */
export const Transcript = ({ segments, heard, now, language, onSeek }: TranscriptProps) =>
  segments.length === 0 ? (
    heard ? (
      <p class="empty">
        <strong>No speech was heard.</strong>
      </p>
    ) : null
  ) : (
    <section aria-label="Transcript">
      <div class="section-head">
        <span class="small soft">{language || 'Transcript'}</span>
        <button
          type="button"
          class="button quiet"
          onClick={() => void copy(textOf(segments), 'Text copied.')}
        >
          <Icon name="copy" /> Copy the text
        </button>
      </div>
      {segments.map((segment) => (
        <p key={segment.id} class="transcript">
          <span class="mono small soft">{clock(segment.start)}</span>{' '}
          {segment.words
            ? segment.words.map((word) => (
                <Fragment key={word.start}>
                  <button
                    type="button"
                    class="word"
                    title={`${clock(word.start)}, ${Math.round(word.probability * 100)}% sure`}
                    data-sure={word.probability >= SURE}
                    data-now={word === now}
                    onClick={() => onSeek(word.start)}
                  >
                    {word.word.trim()}
                  </button>{' '}
                </Fragment>
              ))
            : segment.text}
        </p>
      ))}
    </section>
  );

const textOf = (segments: readonly Segment[]): string =>
  segments.map(({ text }) => text.trim()).join(' ');
