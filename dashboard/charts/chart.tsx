import uPlot from 'uplot';
import { useEffect, useRef } from 'preact/hooks';
import { theme } from '../shell/theme-choice.ts';
import { inkOf, type Ink } from './ink.ts';

export interface Line {
  readonly label: string;
  readonly values: readonly (number | null)[];
  readonly ink: Ink;
  readonly dashed?: boolean;
  /** A bar for each value: counts of separate minutes are no curve. */
  readonly bars?: boolean;
}

interface ChartProps {
  /** What the chart shows, for those who do not see it. */
  readonly label: string;
  /** Epoch seconds. */
  readonly times: readonly number[];
  readonly lines: readonly Line[];
  readonly height?: number;
  /** The largest value the scale shows at least. */
  readonly least?: number;
  /** Where the cursor stands; null: outside. Charts of one `group` move together. */
  readonly onCursor?: (index: number | null) => void;
  readonly group?: string;
}

/** A small time chart without axes: the numbers stand beside it, the cursor reads the rest. */
export function Chart(props: ChartProps) {
  const holder = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const latest = useRef(props);
  latest.current = props;
  const shape = props.lines
    .map(({ label, dashed, bars }) => [label, dashed, bars].join())
    .join('|');
  const look = theme.value;

  useEffect(() => {
    const element = holder.current!;
    const made = new uPlot(optionsOf(latest, element), dataOf(latest.current), element);
    plot.current = made;
    const observer = new ResizeObserver(() =>
      made.setSize({ width: Math.max(40, element.clientWidth), height: made.height }),
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
    };
  }, [shape, look]);
  useEffect(() => plot.current?.setData(dataOf(props)), [props.times, props.lines]);
  return <div class="chart" ref={holder} role="img" aria-label={props.label} />;
}

const dataOf = ({ times, lines }: ChartProps): uPlot.AlignedData => [
  [...times],
  ...lines.map(({ values }) => [...values]),
];

function optionsOf(latest: { readonly current: ChartProps }, element: HTMLElement): uPlot.Options {
  const { lines, height = 40, group } = latest.current;
  return {
    width: Math.max(40, element.clientWidth),
    height,
    padding: [4, 3, 1, 2],
    legend: { show: false },
    axes: [{ show: false }, { show: false }],
    scales: {
      // The whole hour, also where nothing happened.
      x: { range: () => edges(latest.current.times) },
      y: { range: (_, __, top) => [0, Math.max(top ?? 0, latest.current.least ?? 0) || 1] },
    },
    cursor: {
      y: false,
      drag: { setScale: false, x: false, y: false },
      points: { size: 5, width: 0 },
      ...(group && { sync: { key: group } }),
    },
    series: [{}, ...lines.map(seriesOf)],
    hooks: { setCursor: [(plot) => latest.current.onCursor?.(plot.cursor.idx ?? null)] },
  };
}

const FEW = 12;

const isSparse = (values: ArrayLike<number | null | undefined>): boolean =>
  Array.from(values).filter((value) => value != null && value !== 0).length <= FEW;

/** Half a step of room at both ends, so that no bar is cut. */
function edges(times: readonly number[]): [number, number] {
  const [first = 0, second = first + 1] = times;
  const half = (second - first) / 2;
  return [first - half, (times.at(-1) ?? first) + half];
}

function seriesOf({ label, ink, dashed, bars }: Line): uPlot.Series {
  const colour = inkOf(ink);
  if (bars)
    return {
      label,
      fill: colour,
      width: 0,
      paths: uPlot.paths.bars!({ size: [1, 12], gap: 1 }),
      points: { show: false },
    };
  return {
    label,
    stroke: colour,
    width: 1.5,
    spanGaps: true,
    // A few calls in an hour are dots; more are a line.
    points: {
      show: (plot, index) => isSparse(plot.data[index]!),
      size: 4,
      width: 0,
      fill: colour,
    },
    ...(dashed && { dash: [2, 3] }),
  };
}
