import type { BackendsConfig } from '../../lib/config/backends.ts';
import type { IncomingHttpHeaders } from 'node:http';
import type { Reply } from '../../lib/http/reply.ts';
import type { StaticFiles } from '../../lib/http/static-files.ts';
import { table } from '../../lib/routes/table.ts';
import { escapeHtml, page } from './page.ts';
import { APP_HEADERS } from './security-headers.ts';

/** `GET /dashboard`, `/` and `/ui`: the dashboard, or where it was not built a page that tells what is configured. */
export function status(
  files: StaticFiles,
  config: BackendsConfig,
  instance: string,
): (call: { readonly headers: IncomingHttpHeaders }) => Reply<never> {
  const plain = plainStatus(config, instance);
  return ({ headers }) => files.reply('index.html', headers, APP_HEADERS) ?? plain();
}

function plainStatus(config: BackendsConfig, instance: string): () => Reply<never> {
  const functions = Object.keys(table).map((name) => `<code>${name}</code>`);
  return () =>
    page(
      'Synapse',
      `<h1>Synapse</h1><p>One URL for all self-hosted AI. Instance <code>${escapeHtml(instance)}</code>, up ${uptime(process.uptime())}.</p>
<p><a href="/docs">The API, to read</a> · <a href="/openapi.json">as OpenAPI</a> · <a href="/health">Health of the backends</a> · <a href="/api/backend-routes">Routes by backend</a></p>
<h2>Backends</h2><table><tr><th>Name</th><th>Type</th><th>Health path</th></tr>${[...config.backends.values()].map(row).join('')}</table>
<h2>Functions</h2><p>${functions.join(' ')}</p>`,
    );
}

const row = ({ name, type, health }: { name: string; type: string; health: string }): string =>
  `<tr><td><code>${escapeHtml(name)}</code></td><td>${escapeHtml(type)}</td><td><code>${escapeHtml(health)}</code></td></tr>`;

function uptime(total: number): string {
  const seconds = Math.floor(total);
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
  ] as const;
  return [...parts.filter(([count]) => count > 0), [seconds % 60, 's'] as const]
    .map(([count, unit]) => `${count}${unit}`)
    .join(' ');
}
