import type { ComponentChildren } from 'preact';

/** Title of a view, and its tools at the right. */
export const ViewHead = ({
  title,
  children,
}: {
  readonly title: string;
  readonly children?: ComponentChildren;
}) => (
  <header class="view-head">
    <h1>{title}</h1>
    <div class="tools">{children}</div>
  </header>
);
