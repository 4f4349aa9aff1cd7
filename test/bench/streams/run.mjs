// What the function `llm` adds to a chat, whole and streamed, against the same backend asked directly; see
// docs/decisions/0005-streams-and-cancellation.md. BUILDS lists folders with a dist/ (and node_modules) to compare;
// PEERS=none leaves out the gateway of others.
import { fork, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Pool } from 'undici';
import { startPortkey } from './portkey.mjs';

const BUILDS = (process.env.BUILDS ?? '.').split(',');
const ROUNDS = Number(process.env.ROUNDS ?? 5);
const REQUESTS = Number(process.env.REQUESTS ?? 1500);
const CLI = 'node_modules/@google-cloud/functions-framework/build/src/main.js';
const messages = [{ role: 'user', content: 'x'.repeat(700) }];
const dir = mkdtempSync(join(tmpdir(), 'synapse-bench-'));

const upstream = fork('test/bench/streams/upstream.mjs');
const port = await new Promise((done) => upstream.once('message', done));
const direct = `http://127.0.0.1:${port}`;
writeFileSync(
  join(dir, 'backends.json'),
  JSON.stringify({ backends: { 'llama-router': { url: direct, options: { runtime: 'fixed' } } } }),
);

const children = [];
const targets = [['direct', direct, null]];
try {
  for (const build of BUILDS)
    targets.push([build === '.' ? 'synapse' : build, ...(await start(resolve(build)))]);
  if (process.env.PEERS !== 'none') targets.push(await startPeer());
  const rows = [];
  for (const [kind, stream] of [
    ['whole', false],
    ['streamed', true],
  ])
    for (const concurrency of [1, 16]) {
      if (process.env.ONLY && process.env.ONLY !== `${kind}:${concurrency}`) continue;
      rows.push(...(await compare(kind, concurrency, stream)));
    }
  console.log(
    `${cpus().length} × ${cpus()[0].model}, node ${process.version}; ${ROUNDS} × ${REQUESTS} requests, medians`,
  );
  console.log(
    'kind      c   target            p50 ms   p99 ms   first ms   requests/s   cpu µs   × synapse',
  );
  for (const row of rows) console.log(row);
} finally {
  for (const child of children) child.kill('SIGTERM');
  upstream.kill();
  rmSync(dir, { recursive: true, force: true });
}

/** One line a target: all are asked in turn, round by round, so that what else the machine does hits each alike. */
async function compare(kind, concurrency, stream) {
  const results = Object.fromEntries(targets.map(([name]) => [name, []]));
  const failed = {};
  for (let round = 0; round <= ROUNDS; round++)
    for (const [name, url, pid, headers] of targets) {
      if (failed[name]) continue;
      const before = cpuSeconds(pid);
      try {
        const result = await measure(url, concurrency, stream, headers);
        result.push(((cpuSeconds(pid) - before) * 1e6) / REQUESTS);
        if (round > 0) results[name].push(result);
      } catch (error) {
        failed[name] = error.message;
      }
    }
  const ours = results.synapse && summary(results.synapse)[3];
  return targets.map(([name]) => {
    const label = `${kind.padEnd(9)} ${String(concurrency).padEnd(3)} ${name.padEnd(16)}`;
    if (failed[name]) return `${label} ${failed[name]}`;
    const [p50, p99, first, rate, cpu] = summary(results[name]);
    const ratio = ours ? (rate / ours).toFixed(2) : '';
    return `${label} ${p50.toFixed(2).padStart(7)} ${p99.toFixed(2).padStart(8)} ${first.toFixed(2).padStart(10)} ${rate.toFixed(0).padStart(12)} ${cpu.toFixed(0).padStart(8)} ${ratio.padStart(11)}`;
  });
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => probe.once('listening', done));
  const { port: at } = probe.address();
  await new Promise((done) => probe.close(done));
  return at;
}

async function startPeer() {
  const at = await freePort();
  const { child, headers, name } = startPortkey(at, direct);
  children.push(child);
  const url = `http://127.0.0.1:${at}`;
  await answering(`${url}/`);
  return [name, url, child.pid, headers];
}

async function answering(url) {
  for (let i = 0; i < 200 && !(await fetch(url).catch(() => null)); i++)
    await new Promise((done) => setTimeout(done, 50));
}

async function start(cwd) {
  const at = await freePort();
  const child = spawn(
    process.execPath,
    [CLI, '--source=dist/llm', '--target=llm', `--port=${at}`],
    {
      cwd,
      env: {
        PATH: process.env.PATH,
        SYNAPSE_GATEWAY_CONFIG_PATH: join(dir, 'backends.json'),
        SYNAPSE_VOICE_LIBRARY_DIR: join(dir, 'voices'),
        SYNAPSE_LOG_LEVEL: process.env.LOG_LEVEL ?? 'INFO',
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  children.push(child);
  const url = `http://127.0.0.1:${at}`;
  await answering(`${url}/readyz`);
  return [url, child.pid];
}

/** What a process has used of a processor: steadier than the clock on a machine that is shared. */
function cpuSeconds(pid) {
  if (!pid) return 0;
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function measure(url, concurrency, stream, headers = {}) {
  const pool = new Pool(url, { connections: concurrency });
  const body = JSON.stringify({ model: 'm', stream, messages }).replace('"stream":false,', '');
  const [all, firsts] = [[], []];
  let left = REQUESTS;
  const worker = async () => {
    while (left-- > 0) {
      const started = performance.now();
      const answer = await pool.request({
        method: 'POST',
        path: '/v1/chat/completions',
        headers: { 'content-type': 'application/json', ...headers },
        body,
      });
      let first = 0;
      for await (const _ of answer.body) first ||= performance.now();
      if (answer.statusCode !== 200) throw new Error(`status ${answer.statusCode}`);
      firsts.push(first - started);
      all.push(performance.now() - started);
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: concurrency }, worker));
  const rate = (all.length * 1000) / (performance.now() - began);
  await pool.close();
  return [quantile(all, 0.5), quantile(all, 0.99), quantile(firsts, 0.5), rate];
}

function quantile(values, q) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))];
}

function summary(results) {
  return [0, 1, 2, 3, 4].map((column) =>
    quantile(
      results.map((row) => row[column]),
      0.5,
    ),
  );
}
