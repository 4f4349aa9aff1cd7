import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runIngress } from '../support/run-ingress.ts';

const run = promisify(execFile);
const guide = readFileSync('docs/INTEGRATION-GUIDE.md', 'utf8');

interface Block {
  readonly section: string;
  readonly language: string;
  readonly code: string;
}

const blocks: Block[] = guide.split(/^## /m).flatMap((section) =>
  [...section.matchAll(/^```(sh|js|python)\n([^]*?)^```$/gm)].map((found) => ({
    section: section.split('\n', 1)[0]!,
    language: found[1]!,
    code: found[2]!,
  })),
);

let directory = '';
let ingress: Awaited<ReturnType<typeof runIngress>>;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'synapse-guide-'));
  symlinkSync(resolve('node_modules'), join(directory, 'node_modules'));
  ingress = await runIngress({ SYNAPSE_DATA_DIR: join(directory, 'data') });
});

afterAll(async () => {
  await ingress.stop();
  rmSync(directory, { recursive: true, force: true });
});

async function play({ language, code }: Block): Promise<string> {
  const env = { ...process.env, SYNAPSE_URL: ingress.url };
  const file = join(directory, { sh: 'step.sh', js: 'step.mjs', python: 'step.py' }[language]!);
  // The address is the test's own.
  writeFileSync(file, code.replace(/^export SYNAPSE_URL=.*$/m, ''));
  const command = {
    sh: ['bash', '-euo', 'pipefail', file],
    js: [process.execPath, file],
    python: ['python3', file],
  }[language]!;
  const { stdout } = await run(command[0]!, command.slice(1), { cwd: directory, env });
  return stdout;
}

describe('the integration guide', () => {
  it('has commands in all three languages', () => {
    expect(new Set(blocks.map(({ language }) => language))).toEqual(
      new Set(['sh', 'js', 'python']),
    );
  });

  it.each(
    blocks.map(
      (block, index) => [`${index + 1}. ${block.section} (${block.language})`, block] as const,
    ),
  )('%s runs', async (_name, block) => {
    const printed = await play(block);
    expect(printed).not.toMatch(/Traceback|Error:/);
  });
});
