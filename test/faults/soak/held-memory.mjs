// Loaded into a function by the soak: SIGUSR2 collects all garbage and prints what is held still, in MiB.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

process.on('SIGUSR2', () => {
  collect();
  // What was only finalized by the first round.
  setImmediate(() => {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    process.stdout.write(`held ${((heapUsed + external) / 1024 / 1024).toFixed(2)}\n`);
  });
});
