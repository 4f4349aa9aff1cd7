import type { Tint } from '../audio/waveform.tsx';
import { clock, percent } from '../ui/format.ts';

export interface Turn {
  readonly speaker: string;
  readonly start: number;
  readonly end: number;
}

interface LanesProps {
  readonly turns: readonly Turn[];
  readonly seconds: number;
  readonly time: number;
  readonly onSeek: (seconds: number) => void;
}

const LANES = 6;

/** Who speaks, in the order of their lanes. */
const speakersOf = (turns: readonly Turn[]): string[] =>
  [...new Set(turns.map(({ speaker }) => speaker))].sort((a, b) => a.localeCompare(b));

/** The turns in the colours of their lanes. */
export function tintsOf(turns: readonly Turn[]): readonly Tint[] {
  const speakers = speakersOf(turns);
  return turns.map(({ speaker, start, end }) => ({
    start,
    end,
    ink: `lane-${speakers.indexOf(speaker) % LANES}` as const,
  }));
}

/** One lane a speaker, named and coloured; a click on a turn goes there. */
export function Lanes({ turns, seconds, time, onSeek }: LanesProps) {
  const speakers = speakersOf(turns);
  const share = (at: number): string => `${(at / (seconds || 1)) * 100}%`;
  if (turns.length === 0)
    return (
      <p class="empty">
        <strong>No speech was heard.</strong>
      </p>
    );
  return (
    <div class="lanes" role="group" aria-label="Speakers">
      {speakers.map((speaker, index) => {
        const own = turns.filter((turn) => turn.speaker === speaker);
        const spoken = own.reduce((sum, { start, end }) => sum + end - start, 0);
        return (
          <div key={speaker} class={`lane lane-${index % LANES}`}>
            <span class="mono clip">{speaker}</span>
            <div class="lane-track">
              {own.map(({ start, end }) => (
                <button
                  key={start}
                  type="button"
                  style={{ '--left': share(start), '--width': share(end - start) }}
                  aria-label={`${speaker}, ${clock(start)} to ${clock(end)}`}
                  title={`${clock(start)} – ${clock(end)}`}
                  onClick={() => onSeek(start)}
                />
              ))}
              <i class="lane-head" style={{ '--left': share(time) }} />
            </div>
            <span class="mono small soft">
              {spoken.toFixed(1)} s · {percent(spoken / (seconds || 1))}
            </span>
          </div>
        );
      })}
    </div>
  );
}
