// Prints the results of the wall: a block an operation, a line a fault.
import { readFileSync } from 'node:fs';

const results = readFileSync(process.argv[2], 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line));

const byOperation = new Map();
for (const { operation, fault, stack, saw } of results) {
  const faults = byOperation.get(operation) ?? new Map();
  byOperation.set(operation, faults.set(fault, [...(faults.get(fault) ?? []), { stack, saw }]));
}

let passed = 0;
for (const [operation, faults] of [...byOperation].sort(([a], [b]) => a.localeCompare(b))) {
  console.log(`\n${operation}`);
  for (const [fault, cells] of faults) {
    const wrong = cells.filter(({ saw }) => saw === null).map(({ stack }) => stack);
    passed += cells.length - wrong.length;
    const saw = cells.find((cell) => cell.saw !== null)?.saw ?? '';
    console.log(`  ${wrong.length ? `✗ ${wrong.join(', ')}` : '✓'}  ${fault.padEnd(72)} ${saw}`);
  }
}
console.log(`\n${passed} of ${results.length} cells passed`);
process.exit(passed === results.length && passed > 0 ? 0 : 1);
