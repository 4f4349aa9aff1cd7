import { expect } from 'vitest';
import { encodeWav } from '../../../lib/audio/wav.ts';
import { faults } from '../wall/faults.ts';
import type { FaultServer } from '../wall/fault-server.ts';
import { healthyAnswer } from '../wall/healthy.ts';
import type { Host } from '../wall/host.ts';
import { observe, SECRETS } from '../wall/observed.ts';
import { pick, type Tally } from './tally.ts';

/** Of all voices, those whose deletion the speech backend hears of while it fails. */
const FAULTY = 0.3;

/** What the speech backend does when it is asked to forget, within what the deletion waits for. */
const able = faults.filter(({ client, large, slow }) => client.json && !large && !slow);

const recording = (): Buffer =>
  Buffer.from(
    encodeWav({ sampleRate: 8000, channels: [Float32Array.from({ length: 8000 }, Math.random)] }),
  );

function upload(file: Buffer, name?: string): FormData {
  const form = new FormData();
  if (name) form.append('name', name);
  form.append('files', new Blob([new Uint8Array(file)], { type: 'audio/wav' }), 'a.wav');
  return form;
}

interface VoiceAnswer {
  readonly voice_id: string;
  readonly name: string;
  readonly references: readonly string[];
}

/** Voices that come, are changed, read and deleted, one after the other, with requests that are wrong in between. */
export async function voiceTraffic(
  { host, server }: { host: Host; server: FaultServer },
  until: number,
  tally: Tally,
): Promise<void> {
  const ask = async (
    wanted: number,
    method: string,
    path: string,
    body?: FormData | object,
    id = 'soak-voices',
  ): Promise<Buffer> => {
    const form = body instanceof FormData;
    const started = performance.now();
    const answer = await observe(host.url + path, {
      method,
      headers: { 'x-request-id': id, ...(body && !form && { 'content-type': 'application/json' }) },
      ...(body && { body: form ? body : JSON.stringify(body) }),
    });
    tally.answered(answer.status, performance.now() - started);
    expect([method, path, answer.status, answer.complete]).toEqual([method, path, wanted, true]);
    if (wanted >= 400) expect(answer.body.toString()).not.toMatch(SECRETS);
    return answer.body;
  };
  const voiceOf = (body: Buffer): VoiceAnswer => JSON.parse(body.toString()) as VoiceAnswer;

  for (let nth = 0; performance.now() < until; nth++) {
    await tally.must(`voice ${nth}`, async () => {
      const file = recording();
      const { voice_id: id } = voiceOf(await ask(201, 'POST', '/voices', upload(file, `v${nth}`)));
      const path = `/voices/${id}`;
      const { references } = voiceOf(await ask(200, 'POST', `${path}/references`, upload(file)));
      expect(references).toHaveLength(2);
      expect(await ask(200, 'GET', `${path}/references/${references[0]}`)).toEqual(file);
      await ask(422, 'POST', `${path}/references`, upload(Buffer.from('no recording')));
      await ask(422, 'PATCH', path, { name: '' });
      await ask(200, 'PATCH', path, { name: `w${nth}` });
      expect(voiceOf(await ask(200, 'GET', path))).toMatchObject({ name: `w${nth}`, references });
      expect((await ask(200, 'GET', '/voices')).toString()).toContain(id);
      const key = `soak-voices-${nth}`;
      if (Math.random() < FAULTY) {
        tally.struck++;
        const { strike } = pick(able);
        const forget = `/reference_files/${id}_${references[0]}`;
        server.arm(key, { path: forget, strike, healthy: healthyAnswer(forget, '') });
      }
      await ask(200, 'DELETE', path, undefined, key);
      server.disarm(key);
      await ask(404, 'GET', path);
    });
  }
}
