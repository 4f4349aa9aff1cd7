// Bundles the pages of the dashboard: hashed assets with their compressed twins beside, and the HTML that names them.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build } from 'esbuild';
import { licencesOf } from './licences.mjs';

const BASE = '/dashboard/assets';
const PAGES = ['index.html', 'login.html', 'docs.html'];
const COMPRESSIBLE = /\.(?:js|css|svg|txt)$/;

const shared = {
  bundle: true,
  minify: true,
  platform: 'browser',
  target: ['chrome110', 'firefox110', 'safari16.4'],
  sourcemap: false,
  metafile: true,
  logLevel: 'warning',
  legalComments: 'none',
  publicPath: BASE,
  assetNames: '[name]-[hash]',
  chunkNames: 'chunk-[hash]',
  entryNames: '[name]-[hash]',
  loader: { '.woff2': 'file', '.svg': 'file' },
  jsx: 'automatic',
  jsxImportSource: 'preact',
  tsconfig: 'dashboard/tsconfig.json',
};

/** @param {string} outdir where index.html, login.html, docs.html and assets/ go */
export async function buildDashboard(outdir) {
  const assets = join(outdir, 'assets');
  mkdirSync(assets, { recursive: true });
  const results = await Promise.all([
    build({
      ...shared,
      entryPoints: ['dashboard/main.tsx', 'dashboard/docs.tsx', 'dashboard/login.ts'],
      outdir: assets,
      format: 'esm',
      splitting: true,
    }),
    // Runs before the first paint, so it is a classic script of its own.
    build({ ...shared, entryPoints: ['dashboard/theme.ts'], outdir: assets, format: 'iife' }),
    build({
      ...shared,
      entryPoints: ['dashboard/icon.svg'],
      outdir: assets,
      loader: { '.svg': 'copy' },
    }),
  ]);
  const names = namesOf(results);
  writeFileSync(join(assets, 'licences.txt'), licencesOf(results.map(({ metafile }) => metafile)));
  for (const page of PAGES) writeFileSync(join(outdir, page), fill(page, names));
  await Promise.all(
    readdirSync(assets)
      .filter((file) => COMPRESSIBLE.test(file))
      .map((file) => compress(join(assets, file))),
  );
}

/** `main.js` → `/dashboard/assets/main-ABC.js`, of every entry point and its styles. */
function namesOf(results) {
  const names = new Map();
  for (const { metafile } of results) {
    for (const [path, { entryPoint, cssBundle }] of Object.entries(metafile.outputs)) {
      if (!entryPoint) continue;
      const stem = basename(entryPoint).replace(/\.(?:tsx?|svg)$/, '');
      names.set(`${stem}${path.slice(path.lastIndexOf('.'))}`, `${BASE}/${basename(path)}`);
      if (cssBundle) names.set(`${stem}.css`, `${BASE}/${basename(cssBundle)}`);
    }
  }
  return names;
}

const fill = (page, names) =>
  readFileSync(join('dashboard', page), 'utf8').replaceAll(/\{\{([^}]+)\}\}/g, (_, name) => {
    const url = names.get(name);
    if (!url) throw new Error(`dashboard/${page} names ${name}, which is not built`);
    return url;
  });

async function compress(file) {
  const bytes = readFileSync(file);
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
    promisify(gzip)(bytes, { level: 9 }),
  ]);
  writeFileSync(`${file}.br`, br);
  writeFileSync(`${file}.gz`, gz);
}
