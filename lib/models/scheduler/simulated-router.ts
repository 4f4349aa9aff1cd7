import type { ModelState, RouterModel } from '../router-port.ts';

/** The router of a simulated world: states that change when they are told to. */
export class SimulatedRouter {
  readonly models = new Map<string, { state: ModelState; exitCode: number | null }>();
  ctxSize = 4096;
  /** The order that is taken and not carried out; for one model, or for any. */
  ignores: 'load' | 'unload' | null = null;
  ignored: string | null = null;

  constructor(models: readonly string[]) {
    for (const id of models) this.become(id, 'unloaded');
  }

  become(model: string, state: ModelState, exitCode: number | null = null): void {
    this.models.set(model, { state, exitCode });
  }

  /** Carries out an order, if it does. */
  obey(order: 'load' | 'unload', model: string): void {
    if (this.ignores === order && (this.ignored ?? model) === model) return;
    this.become(model, order === 'load' ? 'loading' : 'unloaded');
  }

  stateOf(model: string): ModelState {
    return this.models.get(model)!.state;
  }

  restart(ctxSize: number): void {
    this.ctxSize = ctxSize;
    for (const id of this.models.keys()) this.become(id, 'unloaded');
  }

  list(): RouterModel[] {
    return [...this.models].map(([id, { state, exitCode }]) => ({
      id,
      status: {
        value: state === 'failed' ? 'unloaded' : state,
        args: ['--ctx-size', String(this.ctxSize)],
        ...(exitCode !== null && { failed: true, exit_code: exitCode }),
      },
    }));
  }
}
