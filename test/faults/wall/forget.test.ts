import { expect, it, onTestFinished } from 'vitest';
import { faults } from './faults.ts';
import { faultsInTheBody } from './faults-in-the-body.ts';
import { faultServer } from './fault-server.ts';
import { healthyAnswer } from './healthy.ts';
import { startHost } from './host.ts';
import { observe } from './observed.ts';
import type { Outcome } from './outcome.ts';
import { record } from './record.ts';

const OPERATION = 'DELETE /voices/{voice_id}';
/** Chatterbox has 5 s to forget its copy; the rest is for a busy machine. */
const BOUND_MS = 9000;

/** Behind a good status line the copy is gone. */
const refuses = ({ ends }: Outcome, name: string): boolean =>
  ends === 'refused' &&
  !name.endsWith('after-head') &&
  !faultsInTheBody.some((fault) => fault.name === name);

it('a voice is deleted whatever the speech backend does, and the log says what may be left there', async () => {
  const server = await faultServer();
  const host = await startHost('voices', {
    stack: 'adopted',
    backends: { 'chatterbox-tts': server.url },
  });
  onTestFinished(async () => {
    await host.stop();
    await server.close();
  });
  const remove = async (key: string, strike = faults[0]!.strike, nth = Infinity) => {
    const id = await host.voice();
    const listed = await fetch(`${host.url}/voices/${id}`);
    const { references } = (await listed.json()) as { references: string[] };
    const path = `/reference_files/${id}_${references[0]!}`;
    const armed = server.arm(key, { path, strike, healthy: healthyAnswer('/forget', ''), nth });
    const started = performance.now();
    const answer = await observe(`${host.url}/voices/${id}`, {
      method: 'DELETE',
      headers: { 'x-request-id': key },
    });
    const took = performance.now() - started;
    server.disarm(key);
    expect([key, answer.status, answer.body.toString()]).toEqual([
      key,
      200,
      JSON.stringify({ status: 'deleted', voice_id: id }),
    ]);
    expect((await fetch(`${host.url}/voices/${id}`)).status).toBe(404);
    expect(took).toBeLessThan(BOUND_MS);
    const said = host.linesOf(key).filter(({ msg }) => msg.includes('forget its copy'));
    expect(said.map(({ level }) => level)).toEqual(said.map(() => 'info'));
    return { asked: armed.attempts, said: said.length };
  };
  // What counts for the breaker is followed by a healthy one.
  for (const { name, title, strike, client, large } of faults) {
    if (large || !client.json) continue;
    const { asked, said } = await remove(name, strike, 1);
    expect([name, asked > 0]).toEqual([name, true]);
    if (refuses(client.json, name)) expect([name, said]).toEqual([name, 1]);
    record({
      stack: 'adopted',
      operation: OPERATION,
      fault: title,
      saw: `200, ${said ? 'and a line' : 'forgotten'}`,
    });
    expect(await remove(`after-${name}`)).toEqual({ asked: 1, said: 0 });
  }
});
