// Bundles every function to dist/<function>/, the engines' workers beside `embedded`, `make start` to dist/local/ and the
// pages of the dashboard to dist/dashboard/public/.
// Nothing is built when no input has changed since the last build; --force builds anyway.
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { buildDashboard } from './dashboard/build.mjs';

const OUT = 'dist';
const STAMP = join(OUT, '.stamp');

// The framework must be the one copy whose registry the CLI reads; the engines' packages carry WebAssembly and models
// that are found beside their code.
const external = [
  '@google-cloud/functions-framework',
  '@echogarden/*',
  '@energetic-ai/*',
  '@wasm-audio-decoders/*',
  'libflacjs',
  'mediabunny',
  'mpg123-decoder',
  'ogg-opus-decoder',
  'opus-decoder',
  'piscina',
  'pocketsphinx-stt',
  'wasm-media-encoders',
];

const shared = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  splitting: true,
  outExtension: { '.js': '.mjs' },
  chunkNames: 'chunks/[name]-[hash]',
  sourcemap: true,
  logLevel: 'warning',
  external,
  // Packages in CommonJS ask for node's own modules by require().
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
};

const folders = (path) =>
  readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);

async function buildFunction(name) {
  const entryPoints = { index: `functions/${name}/index.ts` };
  const outdir = join(OUT, name);
  if (name === 'embedded') {
    for (const engine of folders('lib/engines')) {
      if (existsSync(`lib/engines/${engine}/worker.ts`))
        entryPoints[`${engine}-worker`] = `lib/engines/${engine}/worker.ts`;
    }
  }
  await build({ ...shared, entryPoints, outdir });
  // What `--source=dist/<function>` resolves to.
  writeFileSync(
    join(outdir, 'package.json'),
    `${JSON.stringify({ type: 'module', main: 'index.mjs' })}\n`,
  );
}

function* filesBelow(path) {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const child = join(path, entry.name);
    if (entry.isDirectory()) yield* filesBelow(child);
    else if (!child.endsWith('.test.ts')) yield child;
  }
}

/** Changes when any source, the lockfile or this file does. */
function fingerprint() {
  const hash = createHash('sha256').update(process.version.split('.')[0]);
  const inputs = [
    'esbuild.config.mjs',
    'package-lock.json',
    'package.json',
    'tsconfig.json',
    ...filesBelow('dashboard'),
    ...filesBelow('functions'),
    ...filesBelow('lib'),
  ];
  for (const file of inputs.sort()) {
    const { mtimeMs, size } = statSync(file);
    hash.update(`${file}\0${size}\0${mtimeMs}\0`);
  }
  return hash.digest('hex');
}

const wanted = fingerprint();
const built = existsSync(STAMP) ? readFileSync(STAMP, 'utf8') : '';
if (built !== wanted || process.argv.includes('--force')) {
  rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT);
  await Promise.all([
    ...folders('functions').map(buildFunction),
    build({ ...shared, entryPoints: { main: 'lib/local/main.ts' }, outdir: join(OUT, 'local') }),
    build({ ...shared, entryPoints: { write: 'lib/docs/write.ts' }, outdir: join(OUT, 'docs') }),
    buildDashboard(join(OUT, 'dashboard', 'public')),
  ]);
  writeFileSync(STAMP, wanted);
}
