import type { ComponentChildren } from 'preact';
import { clock } from '../ui/format.ts';
import { Icon } from '../ui/icon.tsx';
import type { Clip } from './use-clip.ts';
import type { Player } from './use-player.ts';
import { Waveform, type Span, type Tint } from './waveform.tsx';

interface ClipPlayerProps {
  readonly label: string;
  readonly clip: Clip;
  readonly player: Player;
  readonly mark?: Span | undefined;
  readonly tints?: readonly Tint[] | undefined;
  readonly height?: number;
  /** Buttons at the right. */
  readonly children?: ComponentChildren;
}

/** Play button, waveform and place. */
export const ClipPlayer = ({
  label,
  clip,
  player,
  mark,
  tints,
  height,
  children,
}: ClipPlayerProps) => (
  <div class="clip-player">
    <button
      type="button"
      class="button icon"
      aria-label={`${player.playing ? 'Pause' : 'Play'} ${label}`}
      onClick={player.toggle}
    >
      <Icon name={player.playing ? 'pause' : 'play'} />
    </button>
    <Waveform
      label={label}
      samples={clip.samples}
      seconds={clip.seconds}
      time={player.time}
      onSeek={player.seek}
      mark={mark}
      tints={tints}
      {...(height !== undefined && { height })}
    />
    <span class="mono small soft nowrap">
      {clock(player.time)} / {clock(clip.seconds)}
    </span>
    {children}
  </div>
);
