import type { Server } from 'node:http';
import { http } from '@google-cloud/functions-framework';
import { readEnv, type Env } from './config/env.ts';
import { adoptServer } from './http/adopt.ts';
import type { Handlers } from './http/call.ts';
import { createLifecycle } from './http/lifecycle.ts';
import type { Slice } from './http/route.ts';
import { createRunning, type Running } from './http/running.ts';
import { createListener } from './http/serve.ts';
import { createLog, type Log } from './logging/log.ts';

/** What a function is built from. */
export interface Parts<S extends Slice> {
  readonly handlers: Handlers<S>;
  /** Releases connections and workers before the process exits. */
  readonly close?: () => Promise<void>;
}

/**
 * Registers a function with the framework. Everything that can be wrong with the environment or the backends file is
 * found here, before the first request: one line says what, and the process exits 1.
 */
export function start<S extends Slice>(
  name: string,
  slice: S,
  build: (env: Env, log: Log, running: Running) => Parts<S>,
): void {
  try {
    const env = readEnv();
    const log = createLog(name, env);
    const running = createRunning();
    const { handlers, close = async () => {} } = build(env, log, running);
    const lifecycle = createLifecycle(env, log, close);
    const listener = createListener(slice, handlers, {
      env,
      log,
      ready: () => !lifecycle.stopping(),
      running,
    });
    if (env.HTTP_STACK === 'adopted') adoptServer(listener, lifecycle.manage);
    let managed = false;
    http(name, (req, res) => {
      // Only on the stock stack, where the framework itself calls us.
      if (!managed) lifecycle.manage((req.socket as unknown as { server: Server }).server);
      managed = true;
      listener(req, res);
    });
  } catch (error) {
    process.stderr.write(
      `synapse ${name}: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    process.exit(1);
  }
}
