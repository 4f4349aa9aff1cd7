import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeWav } from '../../../lib/audio/wav.ts';
import { faultServer, type FaultServer } from '../wall/fault-server.ts';
import { startHost, type Host, type Stack } from '../wall/host.ts';
import { mountVolume, type Volume } from './tmpfs.ts';

const may = mountVolume(64);
may?.unmount();
const wav = (kibibytes: number): Blob =>
  new Blob(
    [
      new Uint8Array(
        encodeWav({ sampleRate: 8000, channels: [new Float32Array(kibibytes * 512)] }),
      ),
    ],
    {
      type: 'audio/wav',
    },
  );

interface Said {
  readonly status: number;
  readonly code: string | undefined;
  readonly body: { voice_id: string; references: string[] };
}

describe.skipIf(!may).each<Stack>(['adopted', 'framework'])(
  `the volume of voices and profiles, %s${may ? '' : ' (needs the right to mount)'}`,
  (stack) => {
    let volume: Volume;
    let server: FaultServer;
    const hosts: Record<string, Host> = {};

    beforeAll(async () => {
      volume = mountVolume(512)!;
      server = await faultServer();
      const env = {
        SYNAPSE_VOICE_LIBRARY_DIR: volume.path,
        SYNAPSE_VOICE_MIN_SECONDS: '0',
        SYNAPSE_VOICE_MAX_SECONDS: '9999',
      };
      const backends = { 'chatterbox-tts': server.url, 'llama-router': server.url };
      for (const fn of ['voices', 'tts', 'llm'])
        hosts[fn] = await startHost(fn, { stack, backends, env });
    });

    afterAll(async () => {
      for (const host of Object.values(hosts)) await host.stop();
      await server.close();
      volume.unmount();
    });

    const call = async (
      fn: string,
      method: string,
      path: string,
      body?: FormData | object,
    ): Promise<Said> => {
      const form = body instanceof FormData;
      const answer = await fetch(hosts[fn]!.url + path, {
        method,
        ...(body && { body: form ? body : JSON.stringify(body) }),
        ...(body && !form && { headers: { 'content-type': 'application/json' } }),
      });
      const text = await answer.text();
      expect(text).not.toMatch(/ENOSPC|EROFS|ENOENT|synapse-volume/);
      const parsed = answer.headers.get('content-type')?.includes('json')
        ? (JSON.parse(text) as object)
        : {};
      const { error } = parsed as { error?: { code: string } };
      return { status: answer.status, code: error?.code, body: parsed as Said['body'] };
    };
    const form = (kibibytes: number, name?: string): FormData => {
      const data = new FormData();
      if (name) data.append('name', name);
      data.append('files', wav(kibibytes), 'a.wav');
      return data;
    };
    const left = (): string[] => readdirSync(volume.path).filter((name) => name.includes('.tmp-'));

    it('full: 507, nothing is lost, nothing is left behind, and it works again when there is room', async () => {
      const { body: voice } = await call('voices', 'POST', '/voices', form(50, 'Ann'));
      const path = `/voices/${voice.voice_id}/references`;
      expect(await call('voices', 'POST', path, form(900))).toMatchObject({
        status: 507,
        code: 'storage_full',
      });
      expect(await call('voices', 'POST', '/voices', form(900, 'Bob'))).toMatchObject({
        status: 507,
        code: 'storage_full',
      });
      const filler = join(volume.path, 'filler');
      try {
        writeFileSync(filler, Buffer.alloc(1 << 20));
      } catch {
        // As full as it gets.
      }
      expect(
        await call('voices', 'PATCH', `/voices/${voice.voice_id}`, { name: 'Cid' }),
      ).toMatchObject({ status: 507 });
      expect(await call('llm', 'PUT', '/models/m/profile', { top_k: 3 })).toMatchObject({
        status: 507,
      });
      expect(await call('voices', 'GET', `/voices/${voice.voice_id}`)).toMatchObject({
        status: 200,
        body: { name: 'Ann', references: voice.references },
      });
      expect(left()).toEqual([]);
      rmSync(filler);
      expect(
        await call('voices', 'PATCH', `/voices/${voice.voice_id}`, { name: 'Cid' }),
      ).toMatchObject({ status: 200 });
      expect(await call('llm', 'PUT', '/models/m/profile', { top_k: 3 })).toMatchObject({
        status: 200,
      });
    });

    it('read-only: changes are 503, reading and speaking go on', async () => {
      const { body: voice } = await call('voices', 'POST', '/voices', form(50, 'Dora'));
      volume.remount('ro');
      try {
        const refused = { status: 503, code: 'storage_read_only' };
        expect(await call('voices', 'POST', '/voices', form(10, 'Eve'))).toMatchObject(refused);
        expect(
          await call('voices', 'PATCH', `/voices/${voice.voice_id}`, { name: 'Eve' }),
        ).toMatchObject(refused);
        expect(await call('voices', 'DELETE', `/voices/${voice.voice_id}`)).toMatchObject(refused);
        expect(await call('llm', 'PUT', '/models/m/profile', { top_k: 4 })).toMatchObject(refused);
        expect(await call('llm', 'GET', '/models/m/profile')).toMatchObject({ status: 200 });
        expect(await call('voices', 'GET', '/voices')).toMatchObject({ status: 200 });
        const speech = { text: 'hello', voice_id: voice.voice_id };
        expect(await call('tts', 'POST', '/tts/synthesize', speech)).toMatchObject({ status: 200 });
      } finally {
        volume.remount('rw');
      }
      expect(
        await call('voices', 'PATCH', `/voices/${voice.voice_id}`, { name: 'Eve' }),
      ).toMatchObject({ status: 200 });
    });

    it('a recording that has vanished is 404, never 500 or half a file', async () => {
      const { body: voice } = await call('voices', 'POST', '/voices', form(50, 'Finn'));
      const [name] = voice.references;
      rmSync(join(volume.path, voice.voice_id, 'references', name!));
      expect(
        await call('voices', 'GET', `/voices/${voice.voice_id}/references/${name}`),
      ).toMatchObject({ status: 404 });
      const speech = { text: 'hello', voice_id: voice.voice_id };
      expect(await call('tts', 'POST', '/tts/synthesize', speech)).toMatchObject({ status: 404 });
      expect(await call('voices', 'GET', '/voices')).toMatchObject({ status: 200 });
      rmSync(join(volume.path, voice.voice_id, 'metadata.json'));
      expect(await call('tts', 'POST', '/tts/synthesize', speech)).toMatchObject({ status: 404 });
      expect(await call('voices', 'GET', '/voices')).toMatchObject({ status: 200 });
    });

    it('says no 500 and no stray line', () => {
      for (const host of Object.values(hosts))
        expect(host.output()).not.toMatch(/stray|internal_error|"level":"error"/);
    });
  },
);
