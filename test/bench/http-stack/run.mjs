// Requests per second of one function process by the way its requests reach it; see docs/decisions/0001-http-stack.md.
// Needs wrk. Ratios are what counts: all ways are measured in turn, in the same run.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

const WAYS = ['bare', 'channel', 'wrapper', 'framework'];
const ROUNDS = Number(process.env.ROUNDS ?? 2);
const SECONDS = Number(process.env.SECONDS ?? 4);
const CLI = 'node_modules/@google-cloud/functions-framework/build/src/main.js';
const dir = mkdtempSync(join(process.cwd(), 'dist-bench-'));

const upstream = createServer((req, res) => {
  req
    .resume()
    .on('end', () => res.end('{"choices":[{"message":{"role":"assistant","content":"hello"}}]}'));
}).listen(0, '127.0.0.1');
await new Promise((resolve) => upstream.once('listening', resolve));

try {
  await build({
    entryPoints: ['test/bench/http-stack/fixture.ts'],
    outfile: join(dir, 'index.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['@google-cloud/functions-framework'],
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  writeFileSync(join(dir, 'package.json'), '{"main":"index.mjs","type":"module"}');
  const chat = JSON.stringify({
    model: 'm',
    messages: [{ role: 'user', content: 'x'.repeat(700) }],
  });
  writeFileSync(
    join(dir, 'post.lua'),
    `wrk.method="POST"; wrk.headers["content-type"]="application/json"; wrk.body='${chat}'`,
  );
  const best = Object.fromEntries(WAYS.map((way) => [way, 0]));
  for (let round = 0; round < ROUNDS; round++)
    for (const way of WAYS) best[way] = Math.max(best[way], await measure(way));
  console.log(
    `machine: ${cpus().length} × ${cpus()[0].model}, node ${process.version}; 32 connections, best of ${ROUNDS} × ${SECONDS} s`,
  );
  for (const way of WAYS)
    console.log(
      `${way.padEnd(10)} ${Math.round(best[way]).toString().padStart(7)} requests/s  ${(best[way] / best.framework).toFixed(2)} × framework`,
    );
} finally {
  upstream.close();
  rmSync(dir, { recursive: true, force: true });
}

async function measure(way) {
  const port = 20000 + Math.floor(Math.random() * 20000);
  const args =
    way === 'bare'
      ? [join(dir, 'index.mjs')]
      : [CLI, `--source=${dir}`, '--target=bench', `--port=${port}`];
  const child = spawn(process.execPath, args, {
    env: {
      ...process.env,
      WAY: way,
      PORT: String(port),
      UPSTREAM: `http://127.0.0.1:${upstream.address().port}`,
    },
    stdio: 'ignore',
  });
  try {
    const url = `http://127.0.0.1:${port}/chat`;
    for (
      let i = 0;
      i < 200 &&
      !(await fetch(url, {
        method: 'POST',
        body: '{"model":"m"}',
        headers: { 'content-type': 'application/json' },
      }).catch(() => null));
      i++
    )
      await new Promise((r) => setTimeout(r, 50));
    const run = (seconds) =>
      new Promise((resolve, reject) => {
        const wrk = spawn('wrk', [
          '-t1',
          '-c32',
          `-d${seconds}s`,
          '-s',
          join(dir, 'post.lua'),
          url,
        ]);
        let out = '';
        wrk.stdout.on('data', (chunk) => (out += chunk));
        wrk
          .on('error', reject)
          .on('close', () => resolve(Number(/Requests\/sec:\s*([\d.]+)/.exec(out)?.[1] ?? 0)));
      });
    await run(1);
    return await run(SECONDS);
  } finally {
    child.kill('SIGKILL');
  }
}
