// warm.mjs FUNCTION FOLDER — starts a laid-out function once, asks it and stops it in good order, so that node's compile
// cache lies beside it when the image is made. A function that cannot start fails the build here.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const [name, target] = process.argv.slice(2);
if (!name || !target) throw new Error('usage: warm.mjs FUNCTION FOLDER');

const app = resolve(target);
const data = mkdtempSync(join(tmpdir(), 'synapse-warm-'));

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

const [port, metricsPort] = [await freePort(), await freePort()];
const child = spawn(
  process.execPath,
  [join(app, 'node_modules/@google-cloud/functions-framework/build/src/main.js')],
  {
    cwd: app,
    stdio: 'inherit',
    env: {
      PATH: process.env.PATH,
      PORT: String(port),
      NODE_ENV: 'production',
      NODE_COMPILE_CACHE: join(app, '.compile-cache'),
      FUNCTION_SOURCE: join(app, 'function'),
      FUNCTION_TARGET: name,
      SYNAPSE_GATEWAY_CONFIG_PATH: resolve(import.meta.dirname, '../config/embedded.yaml'),
      SYNAPSE_EMBEDDED_URL: 'http://127.0.0.1:9',
      SYNAPSE_VOICE_LIBRARY_DIR: join(data, 'voices'),
      SYNAPSE_LOG_LEVEL: 'ERROR',
      SYNAPSE_METRICS_PORT: String(metricsPort),
    },
  },
);
const ended = once(child, 'exit');

async function ask(path, at = port) {
  for (let tries = 0; tries < 300; tries++) {
    if (child.exitCode !== null) throw new Error(`the function ended with ${child.exitCode}`);
    const answer = await fetch(`http://127.0.0.1:${at}${path}`).catch(() => null);
    if (answer) return answer.arrayBuffer();
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error('the function does not answer');
}

// A path that is not there: it loads what every request needs.
for (const path of ['/readyz', '/livez', '/warm']) await ask(path);
await ask('/metrics', metricsPort);
child.kill('SIGTERM');
const [code] = await ended;
rmSync(data, { recursive: true, force: true });
if (code !== 0) throw new Error(`the function ended with ${code}`);
