// Prints the results of the wall: a block an operation, a line a fault with what its client saw, and the counts.
import { readFileSync } from 'node:fs';

const [file, seconds] = process.argv.slice(2);
const results = readFileSync(file, 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line));

/** Of a scenario that was tried again the last result counts. */
const byOperation = new Map();
for (const { operation, fault, stack, saw } of results) {
  const faults = byOperation.get(operation) ?? new Map();
  byOperation.set(operation, faults.set(fault, (faults.get(fault) ?? new Map()).set(stack, saw)));
}

const STACKS = { adopted: 'own', framework: 'stock' };
const count = { passed: 0, all: 0 };
const perStack = new Map();
const width = Math.max(...results.map(({ fault }) => fault.length));
for (const [operation, faults] of [...byOperation].toSorted(([a], [b]) => a.localeCompare(b))) {
  const cells = [...faults.values()].flatMap((saws) => [...saws.values()]);
  const good = cells.filter((saw) => saw !== null).length;
  console.log(`\n${operation}   ${good} of ${cells.length}`);
  for (const [fault, saws] of faults) {
    for (const [stack, saw] of saws) {
      count.all++;
      if (saw !== null) count.passed++;
      const [passed, all] = perStack.get(stack) ?? [0, 0];
      perStack.set(stack, [passed + (saw === null ? 0 : 1), all + 1]);
    }
    const wrong = [...saws].filter(([, saw]) => saw === null).map(([stack]) => STACKS[stack]);
    const seen = [...new Set(saws.values())].filter((saw) => saw !== null);
    const where = [...saws.keys()].map((stack) => STACKS[stack]).join(', ');
    console.log(
      `  ${wrong.length > 0 ? '✗' : '✓'}  ${fault.padEnd(width)}  ${where.padEnd(10)}  ${wrong.length > 0 ? `WRONG on ${wrong.join(', ')}` : seen[0]}`,
    );
  }
}
console.log(`\n${byOperation.size} operations, each hit by every fault it can meet`);
for (const [stack, [passed, all]] of perStack)
  console.log(`${STACKS[stack].padEnd(5)} stack: ${passed} of ${all} scenarios as they must be`);
console.log(`${count.passed} of ${count.all} in all${seconds ? `, in ${seconds} s` : ''}`);
process.exit(count.passed === count.all && count.passed > 0 ? 0 : 1);
