import { spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

export interface Ran {
  readonly code: number;
  readonly output: string;
}

export interface Checkout {
  readonly folder: string;
  /** Puts a command of this name before all others; it gets its arguments as `$@` and notes them first. */
  readonly fake: (name: string, script: string) => void;
  /** What the fakes were called with, in order: `kubectl apply -f x`. */
  readonly calls: () => string[];
  readonly run: (
    command: string,
    args: readonly string[],
    env?: Record<string, string>,
  ) => Promise<Ran>;
}

/** A copy of what deploying needs, with tools that only note what they are asked. */
export function checkout(): Checkout {
  const folder = mkdtempSync(join(tmpdir(), 'synapse-deploy-'));
  const bin = join(folder, '.fakes');
  const log = join(folder, '.calls');
  mkdirSync(bin);
  for (const part of [
    'scripts',
    'kustomize',
    'config',
    'Makefile',
    'deploy.mk',
    'package.json',
    'package-lock.json',
  ])
    cpSync(part, join(folder, part), { recursive: true });
  // Only what the scripts import: nothing that runs here may reach the project's own packages.
  mkdirSync(join(folder, 'node_modules'));
  for (const name of ['js-yaml', 'yaml', 'argparse'])
    if (existsSync(`node_modules/${name}`))
      cpSync(`node_modules/${name}`, join(folder, 'node_modules', name), { recursive: true });
  writeFileSync(join(folder, 'node_modules/.installed'), '');
  mkdirSync(join(folder, 'test'));
  cpSync('test/tools.sh', join(folder, 'test/tools.sh'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return {
    folder,
    fake: (name, script) => {
      const file = join(bin, name);
      writeFileSync(file, `#!/bin/sh\necho "${name} $*" >> ${log}\n${script}\n`);
      chmodSync(file, 0o755);
    },
    calls: () =>
      existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').filter(Boolean) : [],
    run: async (command, args, env = {}) =>
      new Promise((done) => {
        const child = spawn(command, args, {
          cwd: folder,
          env: { ...process.env, PATH: `${bin}:${process.env['PATH']}`, ...env },
          stdio: ['ignore', 'pipe', 'pipe'],
        });
        let output = '';
        child.stdout.on('data', (chunk) => (output += String(chunk)));
        child.stderr.on('data', (chunk) => (output += String(chunk)));
        child.on('close', (code) => done({ code: code ?? 1, output }));
      }),
  };
}

/** kubectl that builds for real and otherwise does what the script says. */
export const kubectl = (script = ''): string =>
  `case "$*" in kustomize*) exec /usr/bin/env -u PATH ${realKubectl()} "$@" ;; esac\n${script}`;

const realKubectl = (): string => {
  for (const folder of (process.env['PATH'] ?? '').split(':')) {
    const file = join(folder, 'kubectl');
    if (existsSync(file)) return file;
  }
  throw new Error('kubectl is not installed');
};
