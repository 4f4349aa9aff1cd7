interface SparklineProps {
  readonly label: string;
  readonly values: readonly (number | null)[];
}

const WIDTH = 160;
const HEIGHT = 28;

/** One line without scale; gaps stay gaps. */
export function Sparkline({ label, values }: SparklineProps) {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return <span class="soft small">no calls in the last hour</span>;
  const top = Math.max(...known) || 1;
  const step = WIDTH / Math.max(1, values.length - 1);
  let pen = 'M';
  const path = values
    .map((value, index) => {
      if (value === null) {
        pen = 'M';
        return '';
      }
      const point = `${pen}${(index * step).toFixed(1)} ${(HEIGHT - 2 - (value / top) * (HEIGHT - 4)).toFixed(1)}`;
      // A lone point becomes a visible dash.
      const lone = values[index - 1] == null && values[index + 1] == null ? 'h2' : '';
      pen = 'L';
      return point + lone;
    })
    .join('');
  return (
    <svg
      class="sparkline"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <path
        d={path}
        fill="none"
        stroke="currentColor"
        stroke-width="1.5"
        vector-effect="non-scaling-stroke"
      />
    </svg>
  );
}
