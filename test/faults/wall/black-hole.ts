import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Unreachable } from './connection-fault.ts';

/** Listens, and then never accepts: further connections get no answer at all. */
const SCRIPT = `
const server = require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
  require('node:fs').writeSync(1, server.address().port + '\\n');
  process.kill(process.pid, 'SIGSTOP');
});`;

/** A port that answers no connection. */
export async function blackHole(): Promise<Unreachable> {
  const child = spawn(process.execPath, ['-e', SCRIPT], { stdio: ['ignore', 'pipe', 'ignore'] });
  const [printed] = (await once(child.stdout, 'data')) as [Buffer];
  const port = Number(printed.toString());
  const fillers = Array.from({ length: 8 }, () => connect(port, '127.0.0.1').on('error', () => {}));
  await Promise.race([
    once(fillers[0]!, 'connect'),
    new Promise((resolve) => setTimeout(resolve, 300)),
  ]);
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      for (const filler of fillers) filler.destroy();
      child.kill('SIGKILL');
    },
  };
}
