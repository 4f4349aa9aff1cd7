import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findDecoder } from './executable.ts';
import { modelFiles } from './model-files.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stt-path-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function put(name: string, mode = 0o755): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, '#!/bin/sh\n');
  await chmod(file, mode);
  return file;
}

it('takes the command line that hears best', async () => {
  const path = ['', '/nowhere', folder].join(delimiter);
  const continuous = await put('pocketsphinx_continuous');
  expect(findDecoder(undefined, path)).toEqual({ command: continuous, flavour: 'continuous' });
  const batch = await put('pocketsphinx_batch');
  expect(findDecoder(undefined, path)).toEqual({ command: batch, flavour: 'batch' });
  const single = await put('pocketsphinx');
  expect(findDecoder(undefined, path)).toEqual({ command: single, flavour: 'single' });
});

it('takes a given path as it is, its flavour told by its name', async () => {
  const continuous = await put('my_continuous');
  expect(findDecoder(continuous, '')).toEqual({ command: continuous, flavour: 'continuous' });
  expect(findDecoder(await put('sphinx5'), '').flavour).toBe('single');
});

it('passes over what cannot be run', async () => {
  await put('pocketsphinx', 0o644);
  await mkdir(join(folder, 'pocketsphinx_batch'));
  expect(() => findDecoder(undefined, folder)).toThrow('not installed');
});

it('names the command that installs what is missing', () => {
  expect(() => findDecoder(undefined, '/nowhere', 'linux')).toThrow('apt-get install pocketsphinx');
  expect(() => findDecoder(undefined, '', 'darwin')).toThrow('brew install cmu-pocketsphinx');
  expect(() => findDecoder('/nowhere/pocketsphinx')).toThrow(
    expect.objectContaining({ name: 'SttError', problem: 'missing_tool' }),
  );
});

it('finds the model beside the running code, or says that it is missing', () => {
  expect(modelFiles().language).toMatch(/en-us\.lm\.bin$/);
  expect(() => modelFiles(join(folder, 'bundle.mjs'))).toThrow(
    expect.objectContaining({ problem: 'missing_tool' }),
  );
});
