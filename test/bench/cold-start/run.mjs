// Cold start of every function as its image is laid out: from the start of the process to the first 200 of /readyz, with
// and without node's compile cache, on the image's Node. Prints a table for docs/DEPLOYMENT.md.
//   node test/bench/cold-start/run.mjs [ROUNDS [FUNCTION…]]
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROUNDS = Number(process.argv[2] ?? 9);
const cache = resolve('.cache/node24');
const node =
  (existsSync(cache) ? readdirSync(cache) : [])
    .map((name) => join(cache, name, 'bin/node'))
    .find((path) => existsSync(path)) ?? process.execPath;
const images = mkdtempSync(join(tmpdir(), 'synapse-cold-'));
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

const answers = (port) =>
  new Promise((done) => {
    const request = get({ port, host: '127.0.0.1', path: '/readyz', agent: false }, (res) => {
      res.resume();
      done(res.statusCode === 200);
    });
    request.on('error', () => done(false));
  });

async function start(name, withCache) {
  const app = join(images, name);
  const port = await freePort();
  const begun = performance.now();
  const child = spawn(
    node,
    [join(app, 'node_modules/@google-cloud/functions-framework/build/src/main.js')],
    {
      cwd: app,
      stdio: 'ignore',
      env: {
        PATH: process.env.PATH,
        PORT: String(port),
        NODE_ENV: 'production',
        ...(withCache && { NODE_COMPILE_CACHE: join(app, '.compile-cache') }),
        FUNCTION_SOURCE: join(app, 'function'),
        FUNCTION_TARGET: name,
        SYNAPSE_GATEWAY_CONFIG_PATH: resolve('config/embedded.yaml'),
        SYNAPSE_EMBEDDED_URL: 'http://127.0.0.1:9',
        SYNAPSE_VOICE_LIBRARY_DIR: join(images, 'voices'),
      },
    },
  );
  const ended = once(child, 'exit');
  while (!(await answers(port))) await new Promise((done) => setTimeout(done, 2));
  const ms = performance.now() - begun;
  const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1].split(' ');
  const cpuMs = (Number(stat[11]) + Number(stat[12])) * 10;
  const rss = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1] / 1024;
  child.kill('SIGKILL');
  await ended;
  return { ms, cpuMs, rss };
}

async function measure(name, withCache) {
  await start(name, withCache);
  const runs = [];
  for (let round = 0; round < ROUNDS; round++) runs.push(await start(name, withCache));
  return {
    ms: Math.round(median(runs.map((run) => run.ms))),
    least: Math.round(Math.min(...runs.map((run) => run.ms))),
    cpu: median(runs.map((run) => run.cpuMs)),
    rss: Math.round(median(runs.map((run) => run.rss))),
  };
}

const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
console.log(`Node ${version}, ${ROUNDS} rounds, medians (least)\n`);
console.log(
  '| function | ready, ms | CPU, ms | without the cache: ready | CPU | memory, MB | app, MB |',
);
console.log('| --- | ---: | ---: | ---: | ---: | ---: | ---: |');
const ALL = 'health llm voices tts stt speakers audio dashboard embedded'.split(' ');
for (const name of process.argv.length > 3 ? process.argv.slice(3) : ALL) {
  execFileSync(process.execPath, ['image/assemble.mjs', name, join(images, name)]);
  execFileSync(node, ['image/warm.mjs', name, join(images, name)], { stdio: 'ignore' });
  const plain = await measure(name, false);
  const warm = await measure(name, true);
  const size = execFileSync('du', ['-sm', join(images, name)], { encoding: 'utf8' }).split('\t')[0];
  console.log(
    `| ${name} | ${warm.ms} (${warm.least}) | ${warm.cpu} | ${plain.ms} (${plain.least}) | ${plain.cpu} | ${warm.rss} | ${size} |`,
  );
}
rmSync(images, { recursive: true, force: true });
