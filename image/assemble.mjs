// assemble.mjs FUNCTION FOLDER — lays a built function out as in its image: FOLDER/function is the bundle,
// FOLDER/node_modules the packages it needs at run time and theirs, at the versions of the lockfile; nothing else.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const [name, target] = process.argv.slice(2);
if (!name || !target) throw new Error('usage: assemble.mjs FUNCTION FOLDER');

const root = resolve(import.meta.dirname, '..');
const bundle = join(root, 'dist', name);
const out = resolve(target);

/** The packages a bundle leaves outside, found by their names in it; the framework is what runs it. */
function neededBy(folder) {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const code = readdirSync(folder, { recursive: true })
    .filter((file) => file.endsWith('.mjs'))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
  const imported = Object.keys(dependencies).filter((dependency) =>
    new RegExp(
      `(?:from|import|import\\(|require\\(|resolve\\() ?["']${dependency}(?:/[^"']*)?["']`,
    ).test(code),
  );
  return new Set([...imported, '@google-cloud/functions-framework']);
}

/** The folder of a package as node finds it from another's. */
function findPackage(dependency, from) {
  for (let at = from; ; at = dirname(at)) {
    const found = join(at, 'node_modules', dependency);
    if (existsSync(join(found, 'package.json'))) return found;
    if (at === root) return null;
  }
}

const copied = new Set();

function copyPackage(folder) {
  if (copied.has(folder)) return;
  copied.add(folder);
  cpSync(folder, join(out, relative(root, folder)), {
    recursive: true,
    // Packages inside are copied when something needs them; maps, types and texts for people never are.
    filter: (file) =>
      relative(folder, file).split('/').at(0) !== 'node_modules' &&
      !/\.(map|d\.[cm]?ts|md|markdown)$|\/(test|tests|__tests__|example|examples|docs)$/.test(file),
  });
  const { dependencies = {}, optionalDependencies = {} } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  );
  for (const dependency of Object.keys({ ...dependencies, ...optionalDependencies })) {
    const found = findPackage(dependency, folder);
    if (found) copyPackage(found);
    else if (dependency in dependencies)
      throw new Error(`${dependency}, needed by ${folder}, is not installed`);
  }
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
cpSync(bundle, join(out, 'function'), {
  recursive: true,
  filter: (file) => !/\.mjs\.map$/.test(file),
});
for (const dependency of neededBy(bundle)) copyPackage(findPackage(dependency, root));
