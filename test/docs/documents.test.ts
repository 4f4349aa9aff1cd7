import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { VOICES } from '../../lib/engines/tts/voices.ts';

const documents = execFileSync('git', ['ls-files', '*.md'], { encoding: 'utf8' })
  .trim()
  .split('\n');

const withoutCode = (text: string): string => text.replace(/^```[^]*?^```$/gm, '');

/** The anchors of a document's headings, as GitHub makes them. */
const anchorsOf = (text: string): string[] =>
  [...withoutCode(text).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );

/** Links and pictures inside the repository, in all ways they are written. */
const linksOf = (text: string): string[] =>
  [
    ...withoutCode(text)
      .replace(/`[^`\n]*`/g, '')
      .matchAll(/\]\(([^)\s]+)\)|^\[[^\]]+\]: (\S+)|(?:src|srcset|href)="([^"]+)"/gm),
  ]
    .map((found) => (found[1] ?? found[2] ?? found[3])!)
    .filter((link) => !/^[a-z]+:/.test(link));

it.each(documents)('the links of %s lead somewhere', (document) => {
  for (const link of linksOf(readFileSync(document, 'utf8'))) {
    const [path, anchor] = link.split('#', 2) as [string, string?];
    const target = path ? join(dirname(document), path) : document;
    expect(existsSync(target), `${link} in ${document}`).toBe(true);
    if (anchor) expect(anchorsOf(readFileSync(target, 'utf8'))).toContain(anchor);
  }
});

it('names every test target of the Makefile to contributors', () => {
  const text = readFileSync('CONTRIBUTING.md', 'utf8');
  const targets = [
    ...readFileSync('Makefile', 'utf8').matchAll(/^(test-[a-z]+|faults|soak|check|validate):/gm),
  ].map((found) => found[1]!);
  expect(targets.length).toBeGreaterThan(7);
  for (const target of targets) expect(text).toContain(`make ${target}\``);
  for (const [, target] of text.matchAll(/`make ([a-z-]+)`/g))
    expect(readFileSync('Makefile', 'utf8')).toContain(`\n${target}:`);
});

it('lists the predefined voices', () => {
  const text = readFileSync('docs/EMBEDDED.md', 'utf8');
  const listed = [...text.matchAll(/^\| (\w+) +\| (?:fe)?male, /gm)].map((found) => found[1]);
  expect(listed).toEqual(VOICES.map(({ name }) => name));
});
