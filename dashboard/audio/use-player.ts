import { useEffect, useRef, useState } from 'preact/hooks';

export interface Player {
  readonly time: number;
  readonly playing: boolean;
  readonly toggle: () => void;
  readonly seek: (seconds: number) => void;
}

let current: HTMLAudioElement | undefined;

/** Plays one recording; starting it stops whatever else the page plays. */
export function usePlayer(url: string | undefined): Player {
  const element = useRef<HTMLAudioElement | undefined>(undefined);
  const [time, setTime] = useState(0);
  const [playing, setPlaying] = useState(false);

  useEffect(() => {
    setTime(0);
    setPlaying(false);
    if (!url) return undefined;
    const audio = new Audio(url);
    audio.preload = 'auto';
    element.current = audio;
    let frame = 0;
    const tick = (): void => {
      setTime(audio.currentTime);
      frame = requestAnimationFrame(tick);
    };
    const ending = new AbortController();
    const { signal } = ending;
    audio.addEventListener(
      'play',
      () => {
        if (current !== audio) current?.pause();
        current = audio;
        setPlaying(true);
        frame = requestAnimationFrame(tick);
      },
      { signal },
    );
    audio.addEventListener(
      'pause',
      () => {
        setPlaying(false);
        cancelAnimationFrame(frame);
        setTime(audio.currentTime);
      },
      { signal },
    );
    return () => {
      cancelAnimationFrame(frame);
      ending.abort();
      audio.pause();
      if (current === audio) current = undefined;
    };
  }, [url]);

  return {
    time,
    playing,
    toggle: () => {
      const audio = element.current;
      if (audio?.paused) audio.play().catch(() => setPlaying(false));
      else audio?.pause();
    },
    seek: (seconds) => {
      if (element.current) element.current.currentTime = seconds;
      setTime(seconds);
    },
  };
}
