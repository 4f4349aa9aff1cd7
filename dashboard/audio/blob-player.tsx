import type { ComponentChildren } from 'preact';
import { ClipPlayer } from './clip-player.tsx';
import { useClip } from './use-clip.ts';
import { usePlayer } from './use-player.ts';

interface BlobPlayerProps {
  readonly label: string;
  readonly blob: Blob;
  readonly height?: number;
  readonly children?: ComponentChildren;
}

/** A recording that can be heard, drawn as soon as it is decoded. */
export function BlobPlayer({ label, blob, height = 40, children }: BlobPlayerProps) {
  const { clip, problem } = useClip(blob);
  const player = usePlayer(clip?.url);
  if (problem) return <p class="small bad-text">{problem}</p>;
  if (!clip) return <p class="small soft">Reading …</p>;
  return (
    <ClipPlayer label={label} clip={clip} player={player} height={height}>
      {children}
    </ClipPlayer>
  );
}
