import { useEffect, useRef, useState } from 'preact/hooks';
import { isAbort, toFault, type Fault } from '../api/fault.ts';
import { request, type RequestOptions } from '../api/request.ts';
import { factsOf, NO_TIMING, type Timing } from './timing.ts';

/** What a consumer of an answer may do beside reading it. */
export interface CallMarks {
  readonly signal: AbortSignal;
  /** The first sound was heard or the first word read; `at`: later than now, ms. */
  readonly firstResult: (inMs?: number) => void;
}

export type Consume = (answer: Response, marks: CallMarks) => Promise<void>;

export interface Call {
  readonly busy: boolean;
  readonly stopped: boolean;
  readonly fault: Fault | undefined;
  readonly timing: Timing | undefined;
  /** Makes the call and hands its answer over; the one before is given up. */
  readonly run: (path: string, options: RequestOptions, consume: Consume) => Promise<void>;
  /** Gives up; the server and its backend stop too. */
  readonly stop: () => void;
}

/** One call of the playground, with when what happened. Leaving the tool gives it up. */
export function useCall(): Call {
  const [busy, setBusy] = useState(false);
  const [stopped, setStopped] = useState(false);
  const [fault, setFault] = useState<Fault>();
  const [timing, setTiming] = useState<Timing>();
  const running = useRef<AbortController | undefined>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  const run = async (path: string, options: RequestOptions, consume: Consume): Promise<void> => {
    running.current?.abort();
    const mine = (running.current = new AbortController());
    const started = performance.now();
    const since = (): number => performance.now() - started;
    const note = (change: Partial<Timing> | ((old: Timing) => Partial<Timing>)): void => {
      if (mine.signal.aborted && mine !== running.current) return;
      setTiming((old = NO_TIMING) => ({
        ...old,
        ...(typeof change === 'function' ? change(old) : change),
      }));
    };
    setTiming(NO_TIMING);
    setFault(undefined);
    setStopped(false);
    setBusy(true);
    try {
      const answer = await request(path, { ...options, signal: mine.signal });
      note({ headersMs: since(), ...factsOf(answer.headers) });
      await consume(metered(answer, since, note), {
        signal: mine.signal,
        firstResult: (inMs = 0) =>
          note((old) => (old.firstResultMs === undefined ? { firstResultMs: since() + inMs } : {})),
      });
    } catch (thrown) {
      if (mine !== running.current) return;
      if (isAbort(thrown) || mine.signal.aborted) setStopped(true);
      else setFault(toFault(thrown));
    }
    if (mine !== running.current) return;
    note({ totalMs: since() });
    setBusy(false);
  };
  return { busy, stopped, fault, timing, run, stop: () => running.current?.abort() };
}

/** The same answer; its bytes are counted on the way. */
function metered(
  answer: Response,
  since: () => number,
  note: (change: (old: Timing) => Partial<Timing>) => void,
): Response {
  const meter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, out) {
      note((old) => ({
        bytes: old.bytes + chunk.length,
        firstByteMs: old.firstByteMs ?? since(),
      }));
      out.enqueue(chunk);
    },
  });
  return new Response(answer.body?.pipeThrough(meter) ?? null, answer);
}
