import type { Server } from 'node:http';
import { http } from '@google-cloud/functions-framework';
import type { Bus } from './bus/bus.ts';
import { connectBus } from './bus/connect.ts';
import { obeyCancels } from './bus/cancels.ts';
import { readEnv, type Env } from './config/env.ts';
import { adoptServer } from './http/adopt.ts';
import type { Handlers } from './http/call.ts';
import type { FinishedRequest } from './http/finished-request.ts';
import { createLifecycle } from './http/lifecycle.ts';
import type { Slice } from './http/route.ts';
import { createRunning, type Running } from './http/running.ts';
import { createListener, type Guard } from './http/serve.ts';
import type { LogEvent } from './logging/log-event.ts';
import { createLog, type Log } from './logging/log.ts';
import { busReadings } from './metrics/bus-readings.ts';
import type { Reading } from './metrics/reading.ts';
import { serveMetrics } from './metrics/serve-metrics.ts';

/** What a function is built from. */
export interface Parts<S extends Slice> {
  readonly handlers: Handlers<S>;
  /** Who may use the routes that have `access`. */
  readonly guard?: Guard;
  /** What the function knows of its backends and queues, when it is asked for its numbers. */
  readonly readings?: () => readonly Reading[];
  /** Ends streams that would go on for ever, when the process is told to stop. */
  readonly stopping?: () => void;
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
  build: (env: Env, log: Log, running: Running, bus: Bus) => Parts<S>,
): void {
  try {
    const env = readEnv();
    const bus = connectBus(env, {
      host: name === 'dashboard',
      tell: (level, fields, message) => log[level](fields, message),
    });
    // A demonstration feed shows nobody's lines.
    const tell = (event: LogEvent): void => bus.publish('log', { ...event });
    const log = createLog(name, env, env.TERMINAL_FEED_MODE === 'live' ? tell : undefined);
    const running = createRunning();
    // What the engines do they do for other functions, under the same id, and are let go of by them.
    if (name !== 'embedded') obeyCancels(bus, running);
    const {
      handlers,
      guard,
      readings,
      stopping,
      close = async () => {},
    } = build(env, log, running, bus);
    const read = (): Reading[] => [
      { name: 'synapse_requests_in_flight', value: running.size() },
      ...busReadings(bus.counters()),
      ...(readings?.() ?? []),
    ];
    const metrics = env.METRICS_PORT > 0 ? serveMetrics(env.METRICS_PORT, name, read, log) : null;
    const lifecycle = createLifecycle(env, log, {
      stopping: stopping ?? (() => {}),
      endRunning: running.endAll,
      close: async () => {
        await close();
        await bus.close();
        metrics?.close();
      },
    });
    const publish = (finished: FinishedRequest): void =>
      bus.publish('request', { function: name, instance: env.INSTANCE_ID, ...finished });
    const observe = metrics
      ? (finished: FinishedRequest): void => {
          metrics.observe(finished);
          if (bus.used('request')) publish(finished);
        }
      : null;
    const listener = createListener(slice, handlers, {
      env,
      log,
      ready: () => !lifecycle.stopping(),
      running,
      guard,
      observe: () => observe ?? (bus.used('request') ? publish : null),
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
