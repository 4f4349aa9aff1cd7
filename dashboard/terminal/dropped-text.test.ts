import { expect, test } from 'vitest';
import { droppedText } from './dropped-text.ts';

test.each([
  ['{"count":1234,"reason":"gap"}', '1,234 lines are missing here: the feed no longer keeps them'],
  ['{"count":1,"reason":"slow"}', '1 line is missing here: this page was too slow for them'],
  [
    '{"count":7,"reason":"bus","instance":"llm-2"}',
    '7 lines of llm-2 are missing here: they never came over the bus',
  ],
  ['{"count":2,"reason":"later"}', '2 lines are missing here'],
  ['{}', 'lines are missing here'],
  ['no JSON', 'lines are missing here'],
])('%s', (data, text) => expect(droppedText(data)).toBe(text));
