import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { runFunction, type RunningFunction } from './run-function.ts';

/** A function whose backends file names these URLs; it and its folder are gone when the test ends. */
export async function withBackends(
  name: string,
  backends: Readonly<Record<string, string | object>>,
  env: Record<string, string> = {},
): Promise<RunningFunction & { directory: string }> {
  const directory = await mkdtemp(join(tmpdir(), `synapse-${name}-`));
  const file = join(directory, 'backends.json');
  const entries = Object.entries(backends).map(([key, value]) => [
    key,
    typeof value === 'string' ? { url: value } : value,
  ]);
  await writeFile(file, JSON.stringify({ backends: Object.fromEntries(entries) }));
  const running = await runFunction(name, {
    SYNAPSE_GATEWAY_CONFIG_PATH: file,
    SYNAPSE_VOICE_LIBRARY_DIR: join(directory, 'voices'),
    SYNAPSE_STATE_DIR: join(directory, 'state'),
    ...env,
  });
  onTestFinished(async () => {
    await running.stop();
    await rm(directory, { recursive: true, force: true });
  });
  return { ...running, directory };
}
