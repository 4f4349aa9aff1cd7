import { getEventListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { autoModel } from './auto-model.ts';
import { AutoOptions } from './auto-options.ts';
import { createChoices } from './choices.ts';
import type { RouterModel } from './router-port.ts';

const auto = AutoOptions.parse({
  default: 'g',
  rules: [{ name: 'coder', model: 'c', keywords: ['code'] }],
});
const model = (id: string, value = 'unloaded'): RouterModel => ({ id, status: { value } });
const anyone = new AbortController().signal;

function lists(models: readonly RouterModel[], ms = 20) {
  const asked: AbortSignal[] = [];
  const list = async (signal: AbortSignal): Promise<readonly RouterModel[]> => {
    asked.push(signal);
    await sleep(ms, undefined, { signal });
    return models;
  };
  return { asked, list };
}

it('are those of the list, for all who ask, as long as it is believed', async () => {
  const models = [model('x'), model('c'), model('y', 'loaded'), model('g', 'sleeping')];
  const { asked, list } = lists(models);
  const { read, note } = createChoices(auto, { list, freshMs: 200 });
  const all = await Promise.all(Array.from({ length: 50 }, () => read(anyone)));
  for (const choices of all)
    expect(choices).toEqual({ available: ['x', 'c', 'g'], loaded: ['y', 'g'] });
  expect(await read(anyone)).toBe(all[0]);
  expect(asked).toHaveLength(1);
  await sleep(250);
  await read(anyone);
  expect(asked).toHaveLength(2);
  note([model('c', 'loaded')]);
  expect(await read(anyone)).toEqual({ available: ['c'], loaded: ['c'] });
  expect(asked).toHaveLength(2);
});

it('decide as the whole list does', async () => {
  const said = (content: string): object[] => [{ role: 'user', content }];
  for (const ids of [['x', 'y'], ['x', 'c'], ['g', 'x'], ['x', 'g', 'c'], []])
    for (const text of ['some code', 'hello there my friend']) {
      const { list } = lists(ids.map((id) => model(id)));
      const { available, loaded } = await createChoices(auto, { list, freshMs: 9 }).read(anyone);
      expect(autoModel(said(text), auto, available, loaded)).toEqual(
        autoModel(said(text), auto, ids, []),
      );
    }
});

it('who leaves does not wait, the last takes the call along, a failure is not kept', async () => {
  const { asked, list } = lists([model('g')], 200);
  const { read } = createChoices(auto, { list, freshMs: 1000 });
  const [one, two] = [new AbortController(), new AbortController()];
  const waits = [read(one.signal), read(two.signal)].map((wait) =>
    wait.catch((error: unknown) => error),
  );
  one.abort(new Error('one'));
  expect(await waits[0]).toMatchObject({ message: 'one' });
  expect(asked[0]!.aborted).toBe(false);
  two.abort(new Error('two'));
  expect(await waits[1]).toMatchObject({ message: 'two' });
  expect(asked[0]!.aborted).toBe(true);
  expect(await read(anyone)).toMatchObject({ available: ['g'] });
  expect([asked.length, getEventListeners(anyone, 'abort').length]).toEqual([2, 0]);
  let down = true;
  const failing = createChoices(auto, {
    list: async () => {
      if (down) throw new Error('down');
      return [model('g')];
    },
    freshMs: 1000,
  });
  await expect(failing.read(anyone)).rejects.toThrow('down');
  down = false;
  expect(await failing.read(anyone)).toMatchObject({ available: ['g'] });
});
