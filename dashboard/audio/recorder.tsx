import { useEffect, useRef, useState } from 'preact/hooks';
import { clock } from '../ui/format.ts';
import { Icon } from '../ui/icon.tsx';
import { record, type Recording } from './recording.ts';

interface RecorderProps {
  readonly onRecorded: (file: File) => void;
  readonly onFail: (message: string) => void;
}

/** A button that records the microphone until it is pressed again, with the level beside. */
export function Recorder({ onRecorded, onFail }: RecorderProps) {
  const [running, run] = useState<{ readonly recording: Recording; readonly since: number }>();
  const latest = useRef(running);
  latest.current = running;
  useEffect(() => () => latest.current?.recording.cancel(), []);
  const toggle = async (): Promise<void> => {
    try {
      if (running) {
        run(undefined);
        onRecorded(await running.recording.stop());
      } else run({ recording: await record(), since: performance.now() });
    } catch (thrown) {
      run(undefined);
      onFail((thrown as Error).message);
    }
  };
  return (
    <span class="row">
      <button
        type="button"
        class={running ? 'button danger' : 'button'}
        onClick={() => void toggle()}
      >
        <Icon name={running ? 'stop' : 'mic'} />
        {running ? 'Stop' : 'Record'}
      </button>
      {running && <Level {...running} />}
    </span>
  );
}

function Level({ recording, since }: { readonly recording: Recording; readonly since: number }) {
  const bar = useRef<HTMLElement>(null);
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => {
      setSeconds((performance.now() - since) / 1000);
      bar.current?.style.setProperty('--done', `${Math.round(recording.level() * 100)}%`);
    }, 100);
    return () => clearInterval(timer);
  }, [recording]);
  return (
    <span class="level">
      <span class="mono small">{clock(seconds)}</span>
      <span class="progress">
        <i ref={bar} />
      </span>
    </span>
  );
}
