import { expect, it } from 'vitest';
import { languageCode } from './language-codes.ts';

it.each([
  ['english', 'en'],
  ['Chinese', 'zh'],
  ['haitian creole', 'ht'],
  ['cantonese', 'yue'],
  ['de', 'de'],
  ['unknown', 'unknown'],
])('calls %s %s', (said, code) => expect(languageCode(said)).toBe(code));
