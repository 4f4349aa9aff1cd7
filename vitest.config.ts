import { defineConfig } from 'vitest/config';

/**
 * For tests that start processes and browsers: what is polled for may take as long as they take on a busy machine, and
 * a machine may starve one of them once. What fails twice is broken.
 */
const patient = { expect: { poll: { timeout: 20_000 } }, retry: 1 };

const host = (kind: string) => ({
  test: {
    name: `contract-${kind}`,
    include: ['test/contract/**/*.test.ts'],
    globalSetup: ['test/contract/host.ts'],
    env: { SYNAPSE_TEST_HOST: kind },
    testTimeout: 60_000,
    hookTimeout: 120_000,
    ...patient,
  },
});

const scenarios = (name: string) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    ...patient,
  },
});

/** Writes the pictures of the documents again; only `make screenshots` asks for it. */
const screenshots = process.env['SCREENSHOTS']
  ? [{ test: { name: 'screenshots', include: ['test/dashboard/*.shot.ts'], testTimeout: 60_000 } }]
  : [];

export default defineConfig({
  test: {
    // Most of it waits: for processes that start, limits that pass, browsers that draw.
    maxWorkers: 4,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['lib/**/*.test.ts', 'functions/**/*.test.ts', 'dashboard/**/*.test.ts'],
          testTimeout: 30_000,
          ...patient,
        },
      },
      host('functions'),
      host('framework'),
      host('ingress'),
      scenarios('integration'),
      scenarios('docs'),
      scenarios('deploy'),
      {
        test: {
          name: 'topology',
          include: ['test/contract/**/*.test.ts', 'test/topology/**/*.test.ts'],
          globalSetup: ['test/topology/host.ts'],
          env: { SYNAPSE_TEST_HOST: 'topology' },
          testTimeout: 120_000,
          hookTimeout: 120_000,
          ...patient,
        },
      },
      {
        test: {
          ...scenarios('faults').test,
          // What a fault does is mostly to make one wait.
          maxConcurrency: 6,
          testTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'manifests',
          include: ['test/manifests/**/*.test.ts'],
          globalSetup: ['test/manifests/host.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      scenarios('dashboard'),
      ...screenshots,
    ],
    coverage: {
      provider: 'v8',
      include: ['lib/**/*.ts'],
      exclude: ['**/*.test.ts', 'lib/local/main.ts'],
      reportOnFailure: true,
      thresholds: { lines: 90 },
    },
  },
});
