import { Spectrogram } from '../audio/spectrogram.tsx';
import { useAbPlayer } from '../audio/use-ab-player.ts';
import { useClip } from '../audio/use-clip.ts';
import { Waveform } from '../audio/waveform.tsx';
import { clock } from '../ui/format.ts';
import { Icon } from '../ui/icon.tsx';
import { SaveBlob } from './save-blob.tsx';
import { UseIn } from './use-in.tsx';

const SIDES = [
  ['a', 'Before'],
  ['b', 'After'],
] as const;

/** Two versions of a recording: switch while it plays, and see what went. */
export function AbCompare({ before, after }: { readonly before: Blob; readonly after: Blob }) {
  const a = useClip(before);
  const b = useClip(after);
  const player = useAbPlayer(a.clip, b.clip);
  const problem = a.problem ?? b.problem;
  if (problem) return <p class="small bad-text">{problem}</p>;
  if (!a.clip || !b.clip) return <p class="small soft">Reading …</p>;
  const clips = { a: a.clip, b: b.clip };
  return (
    <section class="stack" aria-label="Before and after">
      <div class="row">
        <button
          type="button"
          class="button icon"
          aria-label={player.playing ? 'Pause' : 'Play'}
          onClick={player.toggle}
        >
          <Icon name={player.playing ? 'pause' : 'play'} />
        </button>
        <div class="segmented" role="group" aria-label="Heard">
          {SIDES.map(([side, name]) => (
            <button
              key={side}
              type="button"
              class="button"
              aria-pressed={player.side === side}
              onClick={() => player.choose(side)}
            >
              {name}
            </button>
          ))}
        </div>
        <span class="mono small soft">
          {clock(player.time)} / {clock(a.clip.seconds)}
        </span>
        <SaveBlob blob={after} name="denoised.wav" />
        <UseIn blob={after} name="denoised.wav" not="denoise" />
      </div>
      <div class="two">
        {SIDES.map(([side, name]) => (
          <figure key={side} class="stack tight">
            <figcaption class="small">{name}</figcaption>
            <Waveform
              label={name}
              samples={clips[side].samples}
              seconds={clips[side].seconds}
              time={player.time}
              onSeek={player.seek}
              height={48}
            />
            <Spectrogram
              label={`Spectrogram, ${name.toLowerCase()}`}
              clip={clips[side]}
              time={player.time}
            />
          </figure>
        ))}
      </div>
    </section>
  );
}
