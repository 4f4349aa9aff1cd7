interface ProgressProps {
  readonly label: string;
  /** 0 to 1; null when nobody knows. */
  readonly value?: number | null | undefined;
}

/** A thin bar; moves by itself when nothing is known but that it goes on. */
export const Progress = ({ label, value }: ProgressProps) => {
  const known = typeof value === 'number' && Number.isFinite(value);
  const percent = known ? Math.round(Math.min(1, Math.max(0, value)) * 100) : undefined;
  return (
    <div
      class="progress"
      role="progressbar"
      aria-label={label}
      data-unknown={!known}
      {...(known && { 'aria-valuenow': percent, 'aria-valuemin': 0, 'aria-valuemax': 100 })}
    >
      <i style={{ '--done': `${percent ?? 30}%` }} />
    </div>
  );
};
