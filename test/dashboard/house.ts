import { afterAll, beforeAll } from 'vitest';
import type { Browser } from 'playwright-core';
import { launchBrowser } from './browser.ts';
import { scene } from './stub/scene.ts';
import { startStub, type Stub } from './stub/stub.ts';

/** A browser and a scripted server for the tests of one file. */
export function house(): { readonly browser: () => Browser; readonly stub: () => Stub } {
  let browser: Browser;
  let stub: Stub;
  beforeAll(async () => {
    [browser, stub] = await Promise.all([launchBrowser(), startStub(scene())]);
  });
  afterAll(async () => {
    await browser?.close();
    await stub?.close();
  });
  return { browser: () => browser, stub: () => stub };
}
