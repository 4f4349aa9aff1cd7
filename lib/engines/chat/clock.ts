/** Time as the model list needs it; tests bring their own. */
export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Calls back once; the returned function calls it off. */
  readonly after: (milliseconds: number, run: () => void) => () => void;
}

/** The clock of this machine; its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after: (milliseconds, run) => {
    const timer = setTimeout(run, milliseconds).unref();
    return () => clearTimeout(timer);
  },
};
