import { useState } from 'preact/hooks';
import { prepareFile, type Prepared } from './prepare-file.ts';

export interface ChosenFiles {
  readonly list: readonly Prepared[];
  /** Whether some are still being looked at. */
  readonly busy: boolean;
  readonly ready: boolean;
  readonly add: (files: readonly File[]) => void;
  readonly remove: (key: number) => void;
  readonly clear: () => void;
}

/** Recordings chosen for a voice, at most ten a call. */
export function useFiles(): ChosenFiles {
  const [list, setList] = useState<readonly Prepared[]>([]);
  const [pending, setPending] = useState(0);
  return {
    list,
    busy: pending > 0,
    ready: list.length > 0 && list.length <= 10 && list.every(({ problem }) => problem === ''),
    add: (files) => {
      setPending((count) => count + 1);
      void Promise.all(files.map(prepareFile)).then((prepared) => {
        setList((old) => [...old, ...prepared]);
        setPending((count) => count - 1);
      });
    },
    remove: (key) => setList((old) => old.filter((one) => one.key !== key)),
    clear: () => setList([]),
  };
}
