export interface Verification {
  readonly is_same_speaker: boolean;
  readonly similarity_score: number;
  readonly threshold: number;
}

const place = (value: number): string => `${Math.max(0, Math.min(1, value)) * 100}%`;

/** How alike two voices are, and the line from which they count as one. */
export function ScoreGauge({ found }: { readonly found: Verification }) {
  const { is_same_speaker: same, similarity_score: score, threshold } = found;
  const style = { '--score': place(score), '--threshold': place(threshold) };
  return (
    <div class={`gauge ${same ? 'ok-text' : 'bad-text'}`} role="group" aria-label="Similarity">
      <p>
        <span class="gauge-score">{score.toFixed(2)}</span>{' '}
        <strong>{same ? 'one speaker' : 'two speakers'}</strong>
      </p>
      <div
        class="gauge-track"
        style={style}
        role="meter"
        aria-label="Similarity score"
        aria-valuemin={0}
        aria-valuemax={1}
        aria-valuenow={Math.max(0, Math.min(1, score))}
      >
        <i />
        <b />
      </div>
      <p class="gauge-scale" style={style}>
        <span>0 unlike</span>
        <span>threshold {threshold}</span>
        <span>1 alike</span>
      </p>
    </div>
  );
}
