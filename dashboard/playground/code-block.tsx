import { CopyText } from '../ui/copy-text.tsx';

interface CodeBlockProps {
  readonly text: string;
  readonly language: string | undefined;
}

/** Code as a model wrote it, to take along. */
export const CodeBlock = ({ text, language }: CodeBlockProps) => (
  <figure class="code-block">
    <figcaption class="row spread small soft">
      <span class="mono">{language}</span>
      <CopyText text={text} label="Copy the code" />
    </figcaption>
    <pre class="code" tabIndex={0}>
      {text}
    </pre>
  </figure>
);
