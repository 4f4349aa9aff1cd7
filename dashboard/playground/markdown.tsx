import type { Token, Tokens } from 'marked';
import { useMemo } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { CodeBlock } from './code-block.tsx';
import { markdownTokens } from './markdown-tokens.ts';

/** What a model writes, set as it means it. Nodes are made here, never HTML: markup in an answer is only shown. */
export function Markdown({ text }: { readonly text: string }) {
  const tokens = useMemo(() => markdownTokens(text), [text]);
  return <div class="markdown">{all(tokens)}</div>;
}

const all = (tokens: readonly Token[] | undefined): ComponentChildren => tokens?.map(node);

type Writer = (token: never, key: number) => ComponentChildren;

const WRITERS: Readonly<Record<string, Writer>> = {
  space: () => null,
  def: () => null,
  br: (_, key) => <br key={key} />,
  hr: (_, key) => <hr key={key} />,
  paragraph: ({ tokens }: Tokens.Paragraph, key) => <p key={key}>{all(tokens)}</p>,
  // Headings of an answer stand below those of the page.
  heading: ({ tokens }: Tokens.Heading, key) => (
    <p key={key} class="markdown-heading">
      {all(tokens)}
    </p>
  ),
  strong: ({ tokens }: Tokens.Strong, key) => <strong key={key}>{all(tokens)}</strong>,
  em: ({ tokens }: Tokens.Em, key) => <em key={key}>{all(tokens)}</em>,
  del: ({ tokens }: Tokens.Del, key) => <del key={key}>{all(tokens)}</del>,
  codespan: ({ text }: Tokens.Codespan, key) => <code key={key}>{text}</code>,
  code: ({ text, lang }: Tokens.Code, key) => <CodeBlock key={key} text={text} language={lang} />,
  blockquote: ({ tokens }: Tokens.Blockquote, key) => (
    <blockquote key={key}>{all(tokens)}</blockquote>
  ),
  list: (token: Tokens.List, key) => list(token, key),
  table: (token: Tokens.Table, key) => table(token, key),
  link: ({ href, tokens, raw }: Tokens.Link, key) =>
    /^(?:https?:|mailto:)/i.test(href) ? (
      <a key={key} href={href} target="_blank" rel="noreferrer noopener">
        {all(tokens)}
      </a>
    ) : (
      raw
    ),
  text: ({ tokens, text }: Tokens.Text) => (tokens ? all(tokens) : text),
  escape: ({ text }: Tokens.Escape) => text,
  // Of a list of tasks; the words after it name it.
  checkbox: ({ checked }: Tokens.Checkbox) => (checked ? '☑ ' : '☐ '),
};

/** What is unknown, HTML and pictures among it, is shown as it was written. */
const node = (token: Token, key: number): ComponentChildren =>
  WRITERS[token.type]?.(token as never, key) ?? (token.type in WRITERS ? null : token.raw);

function list({ ordered, start, items }: Tokens.List, key: number) {
  const rows = items.map((item, index) => <li key={index}>{all(item.tokens)}</li>);
  return ordered ? (
    <ol key={key} start={start === '' ? 1 : start}>
      {rows}
    </ol>
  ) : (
    <ul key={key}>{rows}</ul>
  );
}

const table = ({ header, rows }: Tokens.Table, key: number) => (
  <div key={key} class="table-scroll" tabIndex={0}>
    <table class="table">
      <thead>
        <tr>
          {header.map((cell, index) => (
            <th key={index} scope="col">
              {all(cell.tokens)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={index}>
            {row.map((cell, column) => (
              <td key={column}>{all(cell.tokens)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
