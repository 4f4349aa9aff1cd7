import type { Slice } from '../http/route.ts';
import { handlerFile } from './handler-file.ts';
import { publicPath } from './openapi.ts';

/** The route table as a Markdown table; `root` is the path from the document to the repository root. */
export function routeRows(table: Readonly<Record<string, Slice>>, root: string): string {
  const rows = Object.entries(table).flatMap(([fn, slice]) =>
    Object.entries(slice)
      .filter(([, route]) => !route.hidden)
      .map(
        ([name, route]) =>
          `| \`${route.method} ${publicPath(route.path)}\` | ${route.summary} | [${fn}](${root}${handlerFile(fn, name)}) |`,
      ),
  );
  return ['| Endpoint | What it does | Code |', '| --- | --- | --- |', ...rows].join('\n');
}
