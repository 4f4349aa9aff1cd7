import { BlobPlayer } from '../audio/blob-player.tsx';
import { SaveBlob } from '../playground/save-blob.tsx';
import type { ShownAnswer } from './read-answer.ts';

/** Status, type and body of an answer. */
export const AnswerView = ({ answer }: { readonly answer: ShownAnswer }) => (
  <section aria-label="Answer" aria-live="polite">
    <p class="small">
      <strong class={`mono ${answer.status < 400 ? 'ok-text' : 'bad-text'}`}>
        {answer.status}
      </strong>{' '}
      <span class="mono soft">{answer.type}</span>
    </p>
    {answer.audio ? (
      <BlobPlayer label="the answer" blob={answer.audio}>
        <SaveBlob blob={answer.audio} name="answer.audio" />
      </BlobPlayer>
    ) : (
      <pre class="code wrap" tabIndex={0}>
        {answer.text || '(empty)'}
      </pre>
    )}
  </section>
);
