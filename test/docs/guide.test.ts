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
  // A block may name the file it is to be saved as.
  const named = /^# (\w+\.py)$/m.exec(code)?.[1];
  const file = join(
    directory,
    named ?? { sh: 'step.sh', js: 'step.mjs', python: 'step.py' }[language]!,
  );
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

/** What the blocks of a workflow print, in whichever language. */
const WORKFLOWS: Readonly<Record<string, RegExp>> = {
  'Clone a voice and speak with it': /matched/,
  'Transcribe with speakers': /^(?=[^]*SPEAKER_\d)(?=[^]*seconds)/,
  'Clean up and convert': /^$/,
  'Switch and tune models': /temperature\W+0\.2/,
  'Stream a chat': /x-synapse-model: \w[^]*x-synapse-model-reason: policy-\w/,
};

describe('the integration guide', () => {
  it.each(Object.keys(WORKFLOWS))('has %s in all three languages', (workflow) => {
    const languages = blocks
      .filter(({ section }) => section === workflow)
      .map(({ language }) => language);
    expect(languages).toEqual(['sh', 'js', 'python']);
  });

  it.each(
    blocks.map(
      (block, index) => [`${index + 1}. ${block.section} (${block.language})`, block] as const,
    ),
  )('%s runs', async (_name, block) => {
    const printed = await play(block);
    expect(printed).not.toMatch(/Traceback|Error:|undefined|None|null$/m);
    expect(printed).toMatch(WORKFLOWS[block.section] ?? /^/);
  });
});

it('cleans up and converts to files that are what they are called', () => {
  const start = (file: string) => readFileSync(join(directory, file)).subarray(0, 4);
  expect(start('clean.wav').toString()).toBe('RIFF');
  expect(start('small.flac').toString()).toBe('fLaC');
  expect(start('small.ogg').toString()).toBe('OggS');
  expect(start('clean.mp3').toString('latin1')).toMatch(/^(?:ID3|\u00ff[\u00e0-\u00ff])/);
});

it('clones with every language', () => {
  for (const file of ['cloned.wav', 'node.wav', 'python.wav'])
    expect(readFileSync(join(directory, file)).length).toBeGreaterThan(40_000);
});
