import { expect, it } from 'vitest';
import { createCatalog } from './catalog.ts';

it('tells a failure that follows another from the first one', async () => {
  let answers = false;
  const said: boolean[] = [];
  const catalog = createCatalog(
    [{ name: 'a', list: () => (answers ? Promise.resolve([]) : Promise.reject(new Error('no'))) }],
    { onFailure: (_name, _error, again) => said.push(again) },
  );
  await catalog.read(true);
  await catalog.read(true);
  answers = true;
  expect(await catalog.read(true)).toMatchObject([{ name: 'a', models: [], stale: false }]);
  answers = false;
  await catalog.read(true);
  expect(said).toEqual([false, true, false]);
});
