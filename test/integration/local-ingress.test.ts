import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fakeBackend } from '../support/fake-backend.ts';
import { functions } from '../support/functions-of.ts';
import { rawRequest } from '../support/raw-request.ts';
import { freePort } from '../support/run-function.ts';
import { runIngress } from '../support/run-ingress.ts';

/** The ingress with its own data folder, whisper being a scripted backend. */
async function ingress(whisper = 'http://127.0.0.1:1', env: Record<string, string> = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'synapse-ingress-'));
  const config = join(directory, 'backends.yaml');
  writeFileSync(config, JSON.stringify({ backends: { 'whisper-stt': { url: whisper } } }));
  const running = await runIngress({
    SYNAPSE_DATA_DIR: directory,
    SYNAPSE_GATEWAY_CONFIG_PATH: config,
    ...env,
  });
  onTestFinished(async () => {
    await running.stop();
    rmSync(directory, { recursive: true, force: true });
  });
  return running;
}

/** A process that has ended and is only not yet reaped is not alive. */
const isAlive = (pid: number): boolean =>
  execFileSync('ps', ['-eo', 'pid=,stat='], { encoding: 'utf8' })
    .split('\n')
    .some((line) => new RegExp(`^\\s*${pid}\\s+[^Z]`).test(line));

const form = (): FormData => {
  const data = new FormData();
  data.append('file', new Blob([new Uint8Array(100)]), 'a.wav');
  return data;
};

describe('the local ingress', () => {
  it('starts a function once for many first requests and stops it when idle', async () => {
    const { url, pid } = await ingress(undefined, { SYNAPSE_LOCAL_IDLE_SECONDS: '1' });
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => fetch(`${url}/speakers/verify`)),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(405));
    expect(functions(pid, 'speakers')).toHaveLength(1);
    await expect.poll(() => functions(pid, 'speakers'), { timeout: 5000 }).toEqual([]);
    expect((await fetch(`${url}/speakers/verify`)).status).toBe(405);
  });

  it('is not called by a public name unless it was told the name', async () => {
    const { url } = await ingress(undefined, { SYNAPSE_LOCAL_NAMES: 'synapse.example.org' });
    const ask = (host: string): Promise<string> =>
      rawRequest(url, `GET /v1/models HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`);
    const refused = await ask('rebound.example.com:8080');
    expect(refused).toMatch(/^HTTP\/1\.1 403 /);
    expect(refused).toContain('host_not_allowed');
    for (const host of ['synapse.example.org', 'localhost:8080', 'host.docker.internal'])
      expect(await ask(host)).not.toMatch(/^HTTP\/1\.1 403 /);
  });

  it('streams, and takes the call with it when the client leaves', async () => {
    const whisper = await fakeBackend((req, res) => {
      req.resume();
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      res.write('event: segment\r\ndata: {}\r\n\r\n');
    });
    const { url } = await ingress(whisper.url);
    const leaving = new AbortController();
    const answer = await fetch(`${url}/stt/stream`, {
      method: 'POST',
      body: form(),
      signal: leaving.signal,
    });
    const { value } = await answer.body!.getReader().read();
    expect(new TextDecoder().decode(value)).toContain('event: segment');
    const left = performance.now();
    leaving.abort();
    await expect.poll(() => whisper.seen[0]!.abortedAt).not.toBeNull();
    expect(whisper.seen[0]!.abortedAt! - left).toBeLessThan(150);
    expect(whisper.seen[0]!.headers['x-forwarded-for']).toBe('127.0.0.1');
    expect(whisper.seen[0]!.headers['x-forwarded-host']).toBe(new URL(url).host);
  });

  it('starts a function again after it was killed', async () => {
    const { url, pid, output } = await ingress();
    expect((await fetch(`${url}/stt/transcribe`)).status).toBe(405);
    process.kill(functions(pid, 'stt')[0]!, 'SIGKILL');
    await expect.poll(() => output()).toContain('has ended by itself');
    expect((await fetch(`${url}/stt/transcribe`)).status).toBe(405);
  });

  it('asks a function that has stopped listening no more, and loses no request on it', async () => {
    const whisper = await fakeBackend((req, res) => {
      req.resume();
      setTimeout(() => res.end('{"text":"late"}'), 500);
    });
    const { url, pid } = await ingress(whisper.url);
    const running = fetch(`${url}/stt/transcribe`, { method: 'POST', body: form() });
    await expect.poll(() => whisper.seen.length, { timeout: 10_000 }).toBe(1);
    process.kill(functions(pid, 'stt')[0]!, 'SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 50));
    const later = fetch(`${url}/stt/transcribe`, { method: 'POST', body: form() });
    expect(await (await running).text()).toBe('{"text":"late"}');
    expect(await (await later).text()).toBe('{"text":"late"}');
  });

  it('starts nothing again while it stops', async () => {
    const whisper = await fakeBackend((req, res) => {
      req.resume();
      setTimeout(() => res.end('{"text":"late"}'), 800);
    });
    const { url, pid } = await ingress(whisper.url);
    const keeping = new Agent({ keepAlive: true, maxSockets: 1 });
    const ask = (path: string): Promise<number> =>
      new Promise((resolve, reject) => {
        get(`${url}${path}`, { agent: keeping }, (answer) => {
          answer.resume().on('end', () => resolve(answer.statusCode!));
        }).on('error', reject);
      });
    expect(await ask('/speakers/verify')).toBe(405);
    const busy = fetch(`${url}/stt/transcribe`, { method: 'POST', body: form() });
    await expect.poll(() => whisper.seen.length, { timeout: 10_000 }).toBe(1);
    process.kill(pid, 'SIGTERM');
    await expect.poll(() => functions(pid, 'speakers')).toEqual([]);
    await ask('/speakers/verify').catch(() => 503);
    expect(functions(pid, 'speakers')).toEqual([]);
    expect((await busy).status).toBe(200);
    keeping.destroy();
  });

  it('ends at once at the second signal, and leaves no process', async () => {
    const whisper = await fakeBackend((req) => void req.resume());
    const running = await ingress(whisper.url);
    fetch(`${running.url}/stt/transcribe`, { method: 'POST', body: form() }).catch(() => {});
    await expect.poll(() => whisper.seen.length, { timeout: 10_000 }).toBe(1);
    const [stt] = functions(running.pid, 'stt');
    process.kill(running.pid, 'SIGINT');
    await expect.poll(() => running.output()).toContain('stopping');
    process.kill(running.pid, 'SIGINT');
    await expect.poll(() => isAlive(running.pid)).toBe(false);
    await expect.poll(() => isAlive(stt!)).toBe(false);
  });

  it('keeps its connections usable after answers that come before the upload has ended', async () => {
    const { url } = await ingress();
    const data = new FormData();
    data.append('language', new Blob(['x']), 'a file for a text');
    data.append('file', new Blob([new Uint8Array(200_000)]), 'a.wav');
    for (let round = 0; round < 100; round++) {
      const answer = await fetch(`${url}/stt/transcribe`, {
        method: 'POST',
        body: data,
        signal: AbortSignal.timeout(3000),
      });
      expect(answer.status).toBe(422);
      await answer.text();
    }
  });

  it('answers in one shape what is not HTTP, and HTTP/1.0 without a host', async () => {
    const { url } = await ingress();
    expect(await rawRequest(url, 'NOT HTTP AT ALL\r\n\r\n')).toContain('"malformed_request"');
    expect(await rawRequest(url, 'GET /voices HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('lets no client pass its body off as a request of its own', async () => {
    const { url, output } = await ingress();
    const inner = 'GET /hidden-inside HTTP/1.1\r\nhost: x\r\n\r\n';
    const answer = await rawRequest(
      url,
      `GET /voices HTTP/1.1\r\nhost: x\r\nconnection: content-length\r\ncontent-length: ${inner.length}\r\n\r\n${inner}`,
    );
    expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1);
    expect(output()).not.toContain('hidden-inside');
  });

  it('does not start on a wrong backends file, and prints what is wrong', async () => {
    const file = join(tmpdir(), `synapse-wrong-${process.pid}.yaml`);
    writeFileSync(file, 'backends: {a: {url: "ftp://x"}}');
    onTestFinished(() => rmSync(file));
    await expect(runIngress({ SYNAPSE_GATEWAY_CONFIG_PATH: file })).rejects.toThrow(
      /backends\.a\.url \("ftp:\/\/x"\)/,
    );
  });

  it('lets requests finish on SIGTERM and leaves no process', async () => {
    const whisper = await fakeBackend((req, res) => {
      req.resume();
      setTimeout(() => res.end('{"text":"late"}'), 800);
    });
    const running = await ingress(whisper.url);
    const answer = fetch(`${running.url}/stt/transcribe`, { method: 'POST', body: form() });
    await expect.poll(() => whisper.seen.length, { timeout: 10_000 }).toBe(1);
    const pids = functions(running.pid, 'stt');
    expect(pids).toHaveLength(1);
    expect(await running.stop()).toBe(0);
    expect(await (await answer).text()).toBe('{"text":"late"}');
    expect(() => process.kill(pids[0]!, 0)).toThrow('ESRCH');
  });

  it('leaves no process when it is killed itself', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'synapse-ingress-'));
    const child = spawn(process.execPath, ['dist/local/main.mjs'], {
      env: {
        PATH: process.env['PATH'],
        PORT: String(await freePort()),
        SYNAPSE_DATA_DIR: directory,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let printed = '';
    child.stdout.on('data', (chunk) => (printed += String(chunk)));
    await expect.poll(() => printed, { timeout: 20_000 }).toContain('ready');
    const mine = execFileSync('ps', ['-o', 'pid=', '--ppid', String(child.pid)], {
      encoding: 'utf8',
    })
      .trim()
      .split(/\s+/);
    expect(mine.length).toBeGreaterThan(0);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const alive = (): string[] =>
      mine.filter((pid) =>
        execFileSync('ps', ['-eo', 'pid'], { encoding: 'utf8' }).split(/\s+/).includes(pid),
      );
    await expect.poll(alive, { timeout: 5000 }).toEqual([]);
    rmSync(directory, { recursive: true, force: true });
  });

  it('names a port that is taken', async () => {
    const { url } = await ingress();
    await expect(runIngress({ PORT: new URL(url).port })).rejects.toThrow(
      /port \d+ is in use; choose another with PORT=/,
    );
  });

  it('a client that leaves ends also what waits behind other answers on its connection', async () => {
    const whisper = await fakeBackend((req) => req.resume());
    const { url } = await ingress(whisper.url);
    const body =
      '--b\r\ncontent-disposition: form-data; name="file"; filename="a.wav"\r\n\r\nx\r\n--b--\r\n';
    const type = 'content-type: multipart/form-data; boundary=b';
    const one = `POST /stt/transcribe HTTP/1.1\r\nhost: localhost\r\n${type}\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write(one + one);
    const calls = () => whisper.seen.filter(({ method }) => method === 'POST');
    await expect.poll(() => calls().length, { timeout: 20_000 }).toBe(2);
    socket.destroy();
    await expect.poll(() => calls().filter(({ abortedAt }) => abortedAt === null)).toEqual([]);
  });
});
