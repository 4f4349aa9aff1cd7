import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, Server } from 'node:http';
import type { Listener } from './serve.ts';

const CHANNEL = 'http.server.request.start';

/**
 * Lets our listener take over the framework's server at the first request, before that request is dispatched, so that
 * neither its body parsers (which hold a body whole) nor its per-request domain ever run. The stock CLI still loads,
 * registers and listens. Where the channel does not exist nothing happens, and the framework calls the registered
 * function as usual. Why this way: docs/decisions/0001-http-stack.md.
 */
export function adoptServer(listener: Listener, onServer: (server: Server) => void): void {
  const take = (message: unknown): void => {
    unsubscribe(CHANNEL, take);
    const { server } = message as { server: Server; request: IncomingMessage };
    server.removeAllListeners('request');
    server.on('request', listener);
    onServer(server);
  };
  subscribe(CHANNEL, take);
}
