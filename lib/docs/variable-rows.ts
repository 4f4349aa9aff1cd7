import { variables } from '../config/env.ts';

/** Defaults that are told better than they are computed. */
const SAID: Readonly<Record<string, string>> = {
  INSTANCE_ID: 'host name',
  LOG_LEVEL: 'INFO',
  DASHBOARD_COOKIE_SECURE: 'false',
};

/** The environment variables as a Markdown table. */
export function variableRows(): string {
  const rows = Object.entries(variables).map(([name, schema]) => {
    const fallback = schema.safeParse(undefined);
    const value = SAID[name] ?? shown(fallback.success ? fallback.data : undefined);
    return `| \`SYNAPSE_${name}\` | ${value} | ${((schema as { description?: string }).description ?? '').replaceAll('|', '\\|')} |`;
  });
  return ['| Variable | Default | Meaning |', '| --- | --- | --- |', ...rows].join('\n');
}

function shown(value: unknown): string {
  if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0))
    return '–';
  if (typeof value === 'number' && value >= 2 ** 20) return `${value / 2 ** 20} MiB`;
  return typeof value === 'string' || typeof value === 'number' ? `${value}` : '–';
}
