import type { ComponentChildren } from 'preact';
import { Chart, type Line } from '../charts/chart.tsx';
import { cursor } from './cursor.ts';

interface MatrixCellProps {
  readonly name: string;
  readonly times: readonly number[];
  readonly lines: readonly Line[];
  readonly label: string;
  /** What the top of the chart stands for; empty: nothing happened. */
  readonly top: string;
  readonly least?: number;
  readonly children: ComponentChildren;
}

/** The number of the hour, or of the minute under the cursor, over the chart it belongs to. */
export const MatrixCell = (props: MatrixCellProps) => (
  <div role="cell" class="matrix-cell" data-name={props.name}>
    <span class="matrix-value mono">
      <span>{props.children}</span>
      {props.top && (
        <span class="matrix-top" title="The top of the chart">
          max {props.top}
        </span>
      )}
    </span>
    <Chart
      times={props.times}
      lines={props.lines}
      label={props.label}
      group="overview"
      onCursor={moveCursor}
      {...(props.least !== undefined && { least: props.least })}
    />
  </div>
);

function moveCursor(index: number | null): void {
  cursor.value = index;
}
