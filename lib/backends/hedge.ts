import { clientGone } from '../errors.ts';

/**
 * Runs a call, and if it has no answer after `ms`, the same once more where `again` allows it; the first answer wins
 * and the other call is let go of. Fails as the first call does.
 */
export async function hedged<T>(
  call: (signal: AbortSignal) => Promise<T>,
  ms: number,
  again: () => boolean,
  signal: AbortSignal,
): Promise<T> {
  const calls: { readonly answer: Promise<T>; readonly stop: AbortController }[] = [];
  const begin = (): Promise<T> => {
    const stop = new AbortController();
    const answer = call(AbortSignal.any([signal, stop.signal]));
    calls.push({ answer, stop });
    answer.catch(() => {});
    return answer;
  };
  const first = begin();
  if (await settledWithin(first, ms)) return first;
  const second = again() ? begin() : null;
  try {
    const winner = await Promise.any(calls.map((entry) => entry.answer.then(() => entry)));
    for (const { stop } of calls.filter((entry) => entry !== winner))
      stop.abort(clientGone('another answer was first'));
    return await winner.answer;
  } catch {
    await second?.catch(() => {});
    return first;
  }
}

function settledWithin(work: Promise<unknown>, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms, false);
    const settle = (): void => {
      clearTimeout(timer);
      resolve(true);
    };
    work.then(settle, settle);
  });
}
