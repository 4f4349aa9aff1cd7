import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { runIngress, type RunningIngress } from '../support/run-ingress.ts';
import { launchBrowser } from './browser.ts';

export interface RealHouse {
  readonly browser: () => Browser;
  readonly url: () => string;
  readonly token: () => string;
  /** A folder that is removed afterwards. */
  readonly folder: () => string;
  /** Logs in by link and opens a view. */
  readonly logIn: (page: Page, hash: string) => Promise<void>;
}

/** A browser and the whole of Synapse as `make start` runs it, for the tests of one file. */
export function realHouse(): RealHouse {
  let browser: Browser;
  let synapse: RunningIngress;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'synapse-dashboard-'));
    [browser, synapse] = await Promise.all([
      launchBrowser(),
      runIngress({ SYNAPSE_DATA_DIR: join(folder, 'data') }),
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    await synapse?.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const token = (): string => readFileSync(join(folder, 'data/dashboard-token'), 'utf8').trim();
  return {
    browser: () => browser,
    url: () => synapse.url,
    token,
    folder: () => folder,
    logIn: async (page, hash) => {
      await page.goto(`${synapse.url}/dashboard/login?access_token=${token()}`);
      await page.waitForURL(/\/dashboard(?:#|$)/);
      await page.goto(`${synapse.url}/dashboard#/${hash}`);
    },
  };
}
