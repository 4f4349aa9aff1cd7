import { publicPath } from '../../lib/docs/openapi.ts';
import type { Handler } from '../../lib/http/call.ts';
import type { StaticFiles } from '../../lib/http/static-files.ts';
import type { dashboard } from '../../lib/routes/dashboard.ts';
import { table } from '../../lib/routes/table.ts';
import { escapeHtml, page } from './page.ts';
import { APP_HEADERS } from './security-headers.ts';

/** `GET /docs`: the page that was built, or where it was not a list. */
export function docs(files: StaticFiles): Handler<typeof dashboard.docs> {
  const sections = Object.entries(table).map(([fn, slice]) => {
    const rows = Object.values(slice)
      .filter((route) => !route.hidden)
      .map(
        (route) =>
          `<tr><td><code>${route.method} ${publicPath(route.path)}</code></td><td>${escapeHtml(route.summary)}</td></tr>`,
      );
    return rows.length > 0 ? `<h2>${fn}</h2><table>${rows.join('')}</table>` : '';
  });
  const answer = page(
    'Synapse API',
    `<h1>API</h1><p>Fields and answers are in the <a href="/openapi.json">OpenAPI document</a>.</p>${sections.join('')}`,
  );
  return ({ headers }) => files.reply('docs.html', headers, APP_HEADERS) ?? answer;
}
