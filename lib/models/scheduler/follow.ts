import type { RouterPort } from '../router-port.ts';

/** Listens to the router's own events while it loads, if it offers them; polling goes on all the same. */
export function createFollower(
  router: RouterPort,
  onProgress: (model: string, value: number | null) => void,
) {
  let offered = router.follow !== undefined;
  let running: AbortController | null = null;

  const begin = (): void => {
    const own = new AbortController();
    running = own;
    const done = (known: boolean): void => {
      offered = known;
    };
    router.follow!((model, value) => {
      if (!own.signal.aborted) onProgress(model, value);
    }, own.signal).then(done, () => {});
  };

  return {
    follow(wanted: boolean): void {
      if (wanted && offered && !running) begin();
      if (wanted || !running) return;
      running.abort();
      running = null;
    },
  };
}
