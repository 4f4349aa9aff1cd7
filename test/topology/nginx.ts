import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { freePort } from '../support/run-function.ts';
import type { Overlay } from './read-overlay.ts';

/**
 * The rules of the ingress object as nginx's configuration: string prefixes, the first match wins, the host rewritten,
 * headers appended, nothing buffered; what the object asks of every implementation.
 */
function nginxConfig(overlay: Overlay, urls: ReadonlyMap<string, string>, port: number): string {
  const locations = overlay.paths.map(
    ({ path, service, host, headers }) => `
      location ~ ^${path.replaceAll('.', '\\.')} {
        proxy_pass ${urls.get(service)};
        proxy_set_header Host ${host};
${Object.entries(headers)
  .map(([name, value]) => `        proxy_set_header ${name} ${value};`)
  .join('\n')}
      }`,
  );
  return `
    daemon off;
    pid nginx.pid;
    error_log error.log;
    worker_processes 1;
    events { worker_connections 512; }
    http {
      access_log off;
      client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;
      client_max_body_size 0;
      server {
        listen 127.0.0.1:${port} default_server;
        proxy_http_version 1.1;
        proxy_buffering off;
        proxy_request_buffering off;
        proxy_read_timeout 3600s;
        proxy_set_header Connection close;
        proxy_ignore_headers X-Accel-Buffering;
        proxy_pass_header X-Accel-Buffering;
        proxy_set_header X-Forwarded-For $remote_addr;
        proxy_set_header X-Forwarded-Proto $scheme;
${locations.join('\n')}
      }
    }`;
}

/** Debian's nginx with these rules, on a free port. */
export async function startNginx(
  overlay: Overlay,
  urls: ReadonlyMap<string, string>,
  folder: string,
): Promise<{ url: string; stop: () => Promise<void> }> {
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const file = join(folder, 'nginx.conf');
  writeFileSync(file, nginxConfig(overlay, urls, port));
  const child = spawn('nginx', ['-p', folder, '-c', file, '-e', 'error.log'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let printed = '';
  child.stderr.on('data', (chunk) => (printed += String(chunk)));
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; ; tries++) {
    if (child.exitCode !== null || tries > 200) throw new Error(`nginx does not run: ${printed}`);
    const listens = await new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(socket.destroy()));
      socket.on('error', () => resolve(null));
    });
    if (listens) break;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
  return { url, stop };
}
