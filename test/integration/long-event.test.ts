import { readFileSync } from 'node:fs';
import { request, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { fakeRouter } from '../support/fake-router.ts';
import { withBackends } from '../support/with-backends.ts';

const MIB = 1024 * 1024;
const START = 'data: {"choices":[{"delta":{"content":"';
const DONE = 'data: [DONE]\n\n';

const chat = (url: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' };
    request(`${url}/v1/chat/completions`, { method: 'POST', headers }, resolve)
      .on('error', reject)
      .end('{"model":"m","stream":true}');
  });

/** The most memory a process has had, in bytes. */
const peak = (pid: number): number =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) * 1024;

it.runIf(process.platform === 'linux')(
  'an event of 200 MB is relayed as fast as it is read, and not held',
  async () => {
    const router = await fakeRouter({ m: 'loaded' });
    const piece = Buffer.alloc(MIB, 'x');
    let sent = 0;
    router.chat = (res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' }).write(START);
      const more = (): void => {
        if (sent === 200) return void res.end(`"}}]}\n\n${DONE}`);
        sent++;
        if (res.write(piece)) setImmediate(more);
        else res.once('drain', more);
      };
      more();
    };
    const llm = await withBackends('llm', { 'llama-router': router.url });
    await fetch(`${llm.url}/models`);
    const before = peak(llm.child.pid!);
    const answer = await chat(llm.url);
    await sleep(1000);
    // What the kernel holds between the processes, and a little here.
    expect(sent).toBeLessThan(40);
    let bytes = 0;
    let end = '';
    for await (const chunk of answer) {
      bytes += (chunk as Buffer).length;
      end = (end + String(chunk)).slice(-50);
    }
    expect(bytes).toBe(START.length + 200 * MIB + 6 + 1 + DONE.length);
    expect(end).toMatch(/x"\}\}\]\}\n\ndata: \[DONE\]\n\n$/);
    expect(peak(llm.child.pid!) - before).toBeLessThan(80 * MIB);
  },
);

it.runIf(process.platform === 'linux')(
  'an event that comes byte by byte weighs no more than its bytes',
  async () => {
    const router = await fakeRouter({ m: 'loaded' });
    router.chat = (res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' }).write(START, () => {
        res.socket!.write('1\r\nx\r\n'.repeat(1_000_000), () => setTimeout(finish, 100));
      });
      const finish = (): void => void res.end(`"}}]}\n\n${DONE}`);
    };
    const llm = await withBackends('llm', { 'llama-router': router.url });
    await fetch(`${llm.url}/models`);
    const before = peak(llm.child.pid!);
    const answer = await chat(llm.url);
    const text = Buffer.concat(await answer.toArray()).toString();
    expect(text.length).toBe(START.length + 1_000_000 + 7 + DONE.length);
    expect(peak(llm.child.pid!) - before).toBeLessThan(60 * MIB);
  },
);
