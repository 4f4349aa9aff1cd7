/** Nobody has touched the page for this long: it is only looked at, if that. */
const IDLE_MS = 5 * 60_000;

let last = Date.now();
const returns = new Set<() => void>();

/** Whether anybody is at the page. */
export const isAttended = (): boolean => Date.now() - last < IDLE_MS;

/** Calls back when somebody comes back to an unattended page. */
export const onReturn = (call: () => void): (() => void) => {
  returns.add(call);
  return () => returns.delete(call);
};

const touched = (): void => {
  const attended = isAttended();
  last = Date.now();
  if (!attended) for (const call of returns) call();
};

for (const event of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'])
  addEventListener(event, touched, { passive: true });
