import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { faultServer } from '../wall/fault-server.ts';
import { healthyAnswer } from '../wall/healthy.ts';
import { startHost } from '../wall/host.ts';
import { answers } from '../wall/strikes.ts';
import { mountVolume, type Volume } from './tmpfs.ts';

const may = mountVolume(64);
may?.unmount();

function fill({ path }: Volume): void {
  try {
    writeFileSync(join(path, 'filler'), Buffer.alloc(1 << 20));
  } catch {
    // As full as it gets.
  }
}

describe.skipIf(!may)(
  `the shared folder of states${may ? '' : ' (needs the right to mount)'}`,
  () => {
    it.each<[string, (volume: Volume) => void, (volume: Volume) => void]>([
      ['is full', fill, () => {}],
      ['is read-only', (volume) => volume.remount('ro'), (volume) => volume.remount('rw')],
    ])('%s: calls go on, and breakers work in each process', async (_title, spoil, mend) => {
      const volume = mountVolume(256)!;
      const server = await faultServer();
      spoil(volume);
      const host = await startHost('llm', {
        stack: 'adopted',
        stateDirectory: volume.path,
        backends: { 'llama-router': server.url, 'llama-embed': server.url },
      });
      onTestFinished(async () => {
        await host.stop();
        await server.close();
        mend(volume);
        volume.unmount();
      });
      const embed = async (id: string) => {
        const answer = await fetch(`${host.url}/v1/embeddings`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-request-id': id },
          body: '{"input":"a"}',
        });
        const { error } = (await answer.json()) as { error?: { code: string } };
        return [answer.status, error?.code];
      };
      expect(await embed('well')).toEqual([200, undefined]);
      const healthy = healthyAnswer('/v1/embeddings', '');
      for (let nth = 0; nth < 5; nth++) {
        server.arm(`down-${nth}`, { path: '/v1/embeddings', strike: answers(502, ''), healthy });
        expect(await embed(`down-${nth}`)).toEqual([502, 'backend_error']);
      }
      expect(await embed('open')).toEqual([503, 'breaker_open']);
      expect((await fetch(`${host.url}/v1/models`)).status).toBe(200);
      expect(host.output()).not.toMatch(/stray|"level":"error"/);
    });
  },
);
