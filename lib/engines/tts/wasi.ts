import { randomFillSync } from 'node:crypto';
import { wasm, type WasmMemory, type WasmModule } from './wasm.ts';

/** What a finished command left behind. */
export interface WasiResult {
  readonly exitCode: number;
  /** Everything written to standard output and standard error, as text. */
  readonly log: string;
  /** Files by path, as they were when the command ended; inputs included. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

interface OpenFile {
  readonly path: string;
  position: number;
}

class ProcExit extends Error {
  readonly exitCode: number;
  constructor(exitCode: number) {
    super(`exit ${exitCode}`);
    this.exitCode = exitCode;
  }
}

const SUCCESS = 0;
const BADF = 8;
const NOENT = 44;
const NOSYS = 52;
const REGULAR_FILE = 4;
const DIRECTORY = 3;
const CHARACTER_DEVICE = 2;
const ROOT_FD = 3;
const FIRST_FILE_FD = 4;
const OFLAG_CREATE = 1;
const OFLAG_TRUNCATE = 8;

/** A file that grows by doubling, so that many small writes stay linear. */
class Growing {
  private buffer = new Uint8Array(1 << 16);
  size = 0;

  static of(bytes: Uint8Array): Growing {
    const file = new Growing();
    file.write(bytes, 0);
    return file;
  }

  write(bytes: Uint8Array, at: number): void {
    const end = at + bytes.length;
    if (end > this.buffer.length) {
      const larger = new Uint8Array(Math.max(end, this.buffer.length * 2));
      larger.set(this.buffer.subarray(0, this.size));
      this.buffer = larger;
    }
    this.buffer.set(bytes, at);
    this.size = Math.max(this.size, end);
  }

  bytes(): Uint8Array {
    return this.buffer.subarray(0, this.size);
  }
}

/**
 * Runs a `wasi_snapshot_preview1` command to its end, with one flat directory `/` in memory: no disk, no
 * environment, no standard input, and none of the warnings `node:wasi` prints. Covers the calls a
 * single-file C program makes; anything else answers ENOSYS. A trap is thrown as it is.
 */
export function runWasiCommand(
  module: WasmModule,
  args: readonly string[],
  inputs: ReadonlyMap<string, Uint8Array>,
): WasiResult {
  const host = new WasiHost(args, inputs);
  const instance = new wasm.Instance(module, {
    wasi_snapshot_preview1: host.imports(module),
  });
  const { memory, _start: start } = instance.exports;
  host.memory = memory as WasmMemory;
  let exitCode = 0;
  try {
    (start as () => void)();
  } catch (error) {
    if (!(error instanceof ProcExit)) throw error;
    exitCode = error.exitCode;
  }
  return { exitCode, log: host.log, files: host.contents() };
}

type Call = (...args: never[]) => number;

class WasiHost {
  memory!: WasmMemory;
  log = '';
  private readonly args: readonly Uint8Array[];
  private readonly files = new Map<string, Growing>();
  private readonly open = new Map<number, OpenFile>();

  constructor(args: readonly string[], inputs: ReadonlyMap<string, Uint8Array>) {
    this.args = args.map((arg) => new TextEncoder().encode(`${arg}\0`));
    for (const [path, bytes] of inputs) this.files.set(path, Growing.of(bytes));
  }

  contents(): Map<string, Uint8Array> {
    return new Map([...this.files].map(([path, file]) => [path, file.bytes()]));
  }

  /** One function for each import the module names, so that it always links. */
  imports(module: WasmModule): Record<string, Call> {
    const calls: Record<string, Call> = { ...this.processCalls(), ...this.fileCalls() };
    const imports: Record<string, Call> = {};
    for (const { name } of wasm.Module.imports(module)) {
      imports[name] = calls[name] ?? (() => NOSYS);
    }
    return imports;
  }

  private get view(): DataView {
    return new DataView(this.memory.buffer);
  }

  private get bytes(): Uint8Array {
    return new Uint8Array(this.memory.buffer);
  }

  private text(at: number, length: number): string {
    return new TextDecoder().decode(this.bytes.slice(at, at + length));
  }

  private processCalls(): Record<string, Call> {
    return {
      args_sizes_get: (count: number, size: number) => {
        this.view.setUint32(count, this.args.length, true);
        this.view.setUint32(
          size,
          this.args.reduce((sum, arg) => sum + arg.length, 0),
          true,
        );
        return SUCCESS;
      },
      args_get: (pointers: number, buffer: number) => {
        let at = buffer;
        for (const [index, arg] of this.args.entries()) {
          this.view.setUint32(pointers + 4 * index, at, true);
          this.bytes.set(arg, at);
          at += arg.length;
        }
        return SUCCESS;
      },
      environ_sizes_get: (count: number, size: number) => {
        this.view.setUint32(count, 0, true);
        this.view.setUint32(size, 0, true);
        return SUCCESS;
      },
      environ_get: () => SUCCESS,
      clock_time_get: (_clock: number, _precision: bigint, result: number) => {
        this.view.setBigUint64(result, BigInt(Date.now()) * 1_000_000n, true);
        return SUCCESS;
      },
      random_get: (at: number, length: number) => {
        randomFillSync(this.bytes, at, length);
        return SUCCESS;
      },
      proc_exit: (exitCode: number) => {
        throw new ProcExit(exitCode);
      },
    };
  }

  private fileCalls(): Record<string, Call> {
    return {
      fd_prestat_get: (fd: number, result: number) => {
        if (fd !== ROOT_FD) return BADF;
        this.view.setUint32(result, 0, true);
        this.view.setUint32(result + 4, 1, true);
        return SUCCESS;
      },
      fd_prestat_dir_name: (_fd: number, at: number) => {
        this.bytes[at] = '/'.charCodeAt(0);
        return SUCCESS;
      },
      fd_fdstat_get: (fd: number, result: number) => {
        const kind = fd < ROOT_FD ? CHARACTER_DEVICE : fd === ROOT_FD ? DIRECTORY : REGULAR_FILE;
        if (kind === REGULAR_FILE && !this.open.has(fd)) return BADF;
        this.bytes.fill(0, result, result + 24);
        this.view.setUint8(result, kind);
        this.view.setBigUint64(result + 8, 0xffff_ffffn, true);
        this.view.setBigUint64(result + 16, 0xffff_ffffn, true);
        return SUCCESS;
      },
      fd_fdstat_set_flags: () => SUCCESS,
      fd_close: (fd: number) => (this.open.delete(fd) ? SUCCESS : BADF),
      fd_read: (...call: [number, number, number, number]) => this.read(...call),
      fd_write: (...call: [number, number, number, number]) => this.write(...call),
      fd_seek: (...call: [number, bigint, number, number]) => this.seek(...call),
      path_open: (
        ...call: [number, number, number, number, number, bigint, bigint, number, number]
      ) => this.openPath(call[2], call[3], call[4], call[8]),
    };
  }

  private openPath(at: number, length: number, flags: number, result: number): number {
    const path = this.text(at, length).replace(/^\/+/, '');
    const exists = this.files.has(path);
    if (!exists && (flags & OFLAG_CREATE) === 0) return NOENT;
    if (!exists || (flags & OFLAG_TRUNCATE) !== 0) this.files.set(path, new Growing());
    let fd = FIRST_FILE_FD;
    while (this.open.has(fd)) fd++;
    this.open.set(fd, { path, position: 0 });
    this.view.setUint32(result, fd, true);
    return SUCCESS;
  }

  private *vectors(at: number, count: number): Generator<Uint8Array> {
    for (let i = 0; i < count; i++) {
      const start = this.view.getUint32(at + 8 * i, true);
      yield this.bytes.subarray(start, start + this.view.getUint32(at + 8 * i + 4, true));
    }
  }

  private read(fd: number, at: number, count: number, result: number): number {
    let total = 0;
    const open = this.open.get(fd);
    if (open === undefined && fd !== 0) return BADF;
    for (const target of open === undefined ? [] : this.vectors(at, count)) {
      const file = this.files.get(open!.path)!.bytes();
      const part = file.subarray(open!.position, open!.position + target.length);
      target.set(part);
      open!.position += part.length;
      total += part.length;
    }
    this.view.setUint32(result, total, true);
    return SUCCESS;
  }

  private write(fd: number, at: number, count: number, result: number): number {
    let total = 0;
    const open = this.open.get(fd);
    if (open === undefined && fd !== 1 && fd !== 2) return BADF;
    for (const part of this.vectors(at, count)) {
      total += part.length;
      if (open === undefined) {
        this.log += new TextDecoder().decode(part.slice());
        continue;
      }
      this.files.get(open.path)!.write(part, open.position);
      open.position += part.length;
    }
    this.view.setUint32(result, total, true);
    return SUCCESS;
  }

  private seek(fd: number, offset: bigint, whence: number, result: number): number {
    const open = this.open.get(fd);
    if (open === undefined) return BADF;
    const base = [0, open.position, this.files.get(open.path)!.size][whence] ?? 0;
    open.position = base + Number(offset);
    this.view.setBigUint64(result, BigInt(open.position), true);
    return SUCCESS;
  }
}
