export interface HeartbeatOptions {
  readonly beat: () => Promise<void>;
  /** How long until the next beat; null: none is needed for now. */
  readonly pauseMs: () => number | null;
}

/** Beats while it is needed; `begin` starts it, or brings the next beat forward. */
export function createHeartbeat({ beat, pauseMs }: HeartbeatOptions) {
  let timer: NodeJS.Timeout | undefined;
  let beating = false;

  const begin = (sooner = false): void => {
    if (beating || (timer && !sooner)) return;
    clearTimeout(timer);
    timer = undefined;
    const pause = pauseMs();
    if (pause !== null) timer = setTimeout(() => void next(), pause).unref();
  };
  const next = async (): Promise<void> => {
    timer = undefined;
    beating = true;
    await beat();
    beating = false;
    begin();
  };
  return { begin, stop: () => clearTimeout(timer) };
}
