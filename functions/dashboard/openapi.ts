import { openApi } from '../../lib/docs/openapi.ts';
import type { Handler } from '../../lib/http/call.ts';
import { bytes } from '../../lib/http/reply.ts';
import type { dashboard } from '../../lib/routes/dashboard.ts';
import { table } from '../../lib/routes/table.ts';
import manifest from '../../package.json' with { type: 'json' };

/** `GET /openapi.json` */
export function openapi(): Handler<typeof dashboard.openapi> {
  let text: string | undefined;
  return () =>
    bytes((text ??= JSON.stringify(openApi(table, manifest.version))), 'application/json');
}
