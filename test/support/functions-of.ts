import { execFileSync } from 'node:child_process';

/** Pids of an ingress's processes of one function. */
export function functions(ingressPid: number, name: string): number[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
  const rows = lines.map((line) => line.trim().split(/\s+/));
  return rows
    .filter(
      ([, parent, ...words]) => Number(parent) === ingressPid && words.includes(`--target=${name}`),
    )
    .map(([pid]) => Number(pid));
}
