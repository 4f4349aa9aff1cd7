/** A call as it could be made from elsewhere. */
export interface Sample {
  readonly method?: string;
  readonly path: string;
  readonly json?: Readonly<Record<string, unknown>>;
  /** Form fields; `@name` is a file. */
  readonly form?: Readonly<Record<string, string>>;
  /** Where the answer goes when it is not text. */
  readonly output?: string;
  /** The answer arrives piece by piece. */
  readonly streamed?: boolean;
}

export type Language = 'curl' | 'Node' | 'Python';

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

function curl(sample: Sample, origin: string): string {
  const { method = 'POST', path, json, form, output, streamed } = sample;
  const parts = [
    `curl ${streamed ? '-N ' : ''}${method === 'POST' ? '' : `-X ${method} `}${quote(origin + path)}`,
  ];
  if (json) parts.push(`-H 'content-type: application/json'`, `-d ${quote(JSON.stringify(json))}`);
  for (const [name, value] of Object.entries(form ?? {}))
    parts.push(`-F ${quote(`${name}=${value}`)}`);
  if (output) parts.push(`-o ${quote(output)}`);
  return parts.join(' \\\n  ');
}

function node(sample: Sample, origin: string): string {
  const { method = 'POST', path, json, form, output, streamed } = sample;
  const files = Object.values(form ?? {}).filter((value) => value.startsWith('@'));
  const imports = [files.length > 0 && 'openAsBlob', output && 'writeFileSync'].filter(Boolean);
  const lines: string[] = [];
  if (imports.length > 0) lines.push(`import { ${imports.join(', ')} } from 'node:fs';`, '');
  if (form) {
    lines.push('const body = new FormData();');
    for (const [name, value] of Object.entries(form))
      lines.push(
        value.startsWith('@')
          ? `body.append('${name}', await openAsBlob(${JSON.stringify(value.slice(1))}), ${JSON.stringify(value.slice(1))});`
          : `body.append('${name}', ${JSON.stringify(value)});`,
      );
  }
  const init = json
    ? `{\n  method: '${method}',\n  headers: { 'content-type': 'application/json' },\n  body: JSON.stringify(${JSON.stringify(json, null, 2).replaceAll('\n', '\n  ')}),\n}`
    : form
      ? `{ method: '${method}', body }`
      : `{ method: '${method}' }`;
  lines.push(`const answer = await fetch(${JSON.stringify(origin + path)}, ${init});`);
  lines.push('if (!answer.ok) throw new Error(await answer.text());');
  if (streamed && !output)
    lines.push('for await (const chunk of answer.body) process.stdout.write(chunk);');
  else if (output)
    lines.push(
      `writeFileSync(${JSON.stringify(output)}, Buffer.from(await answer.arrayBuffer()));`,
    );
  else lines.push('console.log(JSON.stringify(await answer.json(), null, 2));');
  return lines.join('\n');
}

/** JSON as Python writes it. */
const python = (value: unknown): string =>
  JSON.stringify(value, null, 4)
    .replaceAll(/(?<=[:[,]\s*)true\b/g, 'True')
    .replaceAll(/(?<=[:[,]\s*)false\b/g, 'False')
    .replaceAll(/(?<=[:[,]\s*)null\b/g, 'None');

function requests(sample: Sample, origin: string): string {
  const { method = 'POST', path, json, form, output, streamed } = sample;
  const entries = Object.entries(form ?? {});
  const files = entries.filter(([, value]) => value.startsWith('@'));
  const fields = entries.filter(([, value]) => !value.startsWith('@'));
  const args = [JSON.stringify(origin + path)];
  if (json) args.push(`json=${python(json)}`);
  if (files.length > 0)
    args.push(
      `files={${files.map(([name, value]) => `"${name}": open(${JSON.stringify(value.slice(1))}, "rb")`).join(', ')}}`,
    );
  if (fields.length > 0)
    args.push(
      `data={${fields.map(([name, value]) => `"${name}": ${JSON.stringify(value)}`).join(', ')}}`,
    );
  if (streamed) args.push('stream=True');
  const lines = ['import requests', '', `answer = requests.${method.toLowerCase()}(`];
  lines.push(
    ...args.map((arg) => `    ${arg.replaceAll('\n', '\n    ')},`),
    ')',
    'answer.raise_for_status()',
  );
  if (output && streamed)
    lines.push(
      `with open("${output}", "wb") as file:`,
      '    for chunk in answer.iter_content(None):',
      '        file.write(chunk)',
    );
  else if (output) lines.push(`open("${output}", "wb").write(answer.content)`);
  else if (streamed) lines.push('for line in answer.iter_lines():', '    print(line.decode())');
  else lines.push('print(answer.json())');
  return lines.join('\n');
}

const WRITERS = { curl, Node: node, Python: requests } as const;

/** The call in a language, ready to be pasted. */
export const snippet = (sample: Sample, language: Language, origin = location.origin): string =>
  WRITERS[language](sample, origin);
