import { expect, it } from 'vitest';
import { ctxSizeOf, withCtxSize } from './container-args.ts';

it.each([
  [
    ['-m', 'x', '--ctx-size', '4096', '-np', '1'],
    4096,
    ['-m', 'x', '--ctx-size', '8192', '-np', '1'],
  ],
  [['--ctx-size=4096'], 4096, ['--ctx-size=8192']],
  [['-c', '4096'], 4096, ['-c', '8192']],
  [['-c4096'], 4096, ['-c8192']],
  [['--ctx_size', '4096'], 4096, ['--ctx_size', '8192']],
  [['--ctx_size=4096'], 4096, ['--ctx_size=8192']],
  [['-c', '1024', '--ctx-size', '4096'], 4096, ['-c', '1024', '--ctx-size', '8192']],
  [
    ['--chat-template', 'x', '-ctk', 'q8_0'],
    null,
    ['--chat-template', 'x', '-ctk', 'q8_0', '--ctx-size', '8192'],
  ],
  [[], null, ['--ctx-size', '8192']],
])('%j has %j', (args, size, changed) => {
  expect(ctxSizeOf(args)).toBe(size);
  expect(withCtxSize(args, 8192)).toEqual(changed);
});
