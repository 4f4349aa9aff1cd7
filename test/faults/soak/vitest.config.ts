import { defineConfig } from 'vitest/config';

/** `make soak`; not part of `make test`. */
export default defineConfig({
  test: { include: ['test/faults/soak/soak.ts'], testTimeout: 0, hookTimeout: 0 },
});
