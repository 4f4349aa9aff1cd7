import { describe, expect, it } from 'vitest';
import type { DeploymentArgs } from '../kubernetes/deployment.ts';
import { createRuntimeChange } from './runtime-change.ts';
import type { RouterPort } from './router-port.ts';

const signal = new AbortController().signal;

/** A router whose arguments follow those of its Deployment after a while. */
function cluster(args: string[], followMs: number) {
  let running = args;
  let stored = args;
  const writes: (readonly string[])[] = [];
  const deployment: DeploymentArgs = {
    read: async () => stored,
    write: async (next) => {
      writes.push(next);
      stored = [...next];
      setTimeout(() => (running = stored), followMs);
    },
  };
  const router: RouterPort = {
    list: async () => [{ id: 'm', status: { value: 'unloaded', args: running } }],
    load: async () => {},
    unload: async () => {},
  };
  return { router, deployment, writes };
}

describe('createRuntimeChange', () => {
  it('is needed only when the router runs with another size', async () => {
    const { router, deployment } = cluster(['-c', '4096'], 0);
    const change = (size: number | null) =>
      createRuntimeChange({ router, deployment, wanted: async () => size, timeoutSeconds: 1 });
    const listed = await router.list(signal);
    expect(await change(null).needed('m', listed)).toBe(false);
    expect(await change(4096).needed('m', listed)).toBe(false);
    expect(await change(8192).needed('m', listed)).toBe(true);
  });

  it('writes the arguments and waits until the router has them', async () => {
    const { router, deployment, writes } = cluster(['-c', '4096'], 50);
    await createRuntimeChange({
      router,
      deployment,
      wanted: async () => 8192,
      timeoutSeconds: 2,
      pollMs: 10,
    }).apply('m', signal);
    expect(writes).toEqual([['-c', '8192']]);
  });

  it('gives up in time, and at once when the client leaves', async () => {
    const { router, deployment } = cluster(['-c', '4096'], 60_000);
    const change = createRuntimeChange({
      router,
      deployment,
      wanted: async () => 8192,
      timeoutSeconds: 0.1,
      pollMs: 10,
    });
    await expect(change.apply('m', signal)).rejects.toMatchObject({
      status: 504,
      code: 'runtime_change_timeout',
    });
    const leaving = new AbortController();
    setTimeout(() => leaving.abort(new Error('gone')), 20);
    const slow = createRuntimeChange({
      router,
      deployment,
      wanted: async () => 8192,
      timeoutSeconds: 60,
    });
    await expect(slow.apply('m', leaving.signal)).rejects.toThrow('gone');
  });
});
