// Portkey's open-source gateway (MIT), the one peer that comes from npm: installed for the measurement only, aside.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

const VERSION = '1.15.2';
const home = resolve('.cache/peers/portkey', VERSION);
const main = `${home}/node_modules/@portkey-ai/gateway/build/start-server.js`;

/** Starts it on a port; what it is called with to relay to `upstream` comes back with the process. */
export function startPortkey(port, upstream) {
  if (!existsSync(main)) {
    mkdirSync(home, { recursive: true });
    writeFileSync(`${home}/package.json`, '{"private":true}');
    execFileSync('npm', ['install', '--ignore-scripts', `@portkey-ai/gateway@${VERSION}`], {
      cwd: home,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }
  const child = spawn(process.execPath, [main, '--headless', `--port=${port}`], {
    env: { PATH: process.env.PATH, NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const headers = {
    authorization: 'Bearer none',
    'x-portkey-provider': 'openai',
    'x-portkey-custom-host': `${upstream}/v1`,
  };
  return { child, headers, name: `portkey ${VERSION}` };
}
