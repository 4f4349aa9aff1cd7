// pin-images.mjs FOLDER NAME=IMAGE@sha256:… — writes digests into the `images:` of an overlay, as `kustomize edit set
// image` does; comments and order stay.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';

const [folder, ...pins] = process.argv.slice(2);
const file = join(folder, 'kustomization.yaml');
const document = parseDocument(readFileSync(file, 'utf8'));
const images = document.get('images')?.toJSON() ?? [];
for (const pin of pins) {
  const found = /^([^=]+)=([^@]+)@(sha256:[0-9a-f]{64})$/.exec(pin);
  if (!found) throw new Error(`"${pin}" is not NAME=IMAGE@sha256:…`);
  const [, name, newName, digest] = found;
  const entry = { name, ...(newName !== name && { newName }), digest };
  const at = images.findIndex((image) => image.name === name);
  if (at < 0) images.push(entry);
  else images[at] = entry;
}
document.set('images', document.createNode(images));
writeFileSync(file, document.toString({ lineWidth: 0 }));
console.log(`${file}: ${pins.length} images pinned`);
