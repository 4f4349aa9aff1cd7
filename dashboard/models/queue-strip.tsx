import { queue } from '../api/models.ts';
import { duration } from '../ui/format.ts';
import { Progress } from '../ui/progress.tsx';

/** What the scheduler is loading now and who waits for what; nothing when nobody waits. */
export function QueueStrip() {
  const now = queue.data.value;
  if (!now || (!now.current && now.queue.length === 0 && now.in_flight.length === 0)) return null;
  const { current } = now;
  return (
    <div class="queue" aria-label="Scheduler" role="group">
      {current && (
        <div class="queue-now">
          <p class="row spread">
            <span>
              {current.phase} <span class="mono break">{current.model}</span>
            </span>
            <span class="mono small soft">
              {current.progress !== null && `${Math.round(current.progress * 100)}%`}
              {current.eta_ms !== null && ` · about ${duration(current.eta_ms)} left`}
            </span>
          </p>
          <Progress label={`${current.phase} ${current.model}`} value={current.progress} />
        </div>
      )}
      {now.queue.map(({ model, waiting, oldest_ms: oldest }) => (
        <p key={model} class="row spread small">
          <span class="mono break">{model}</span>
          <span class="soft">
            {waiting} waiting, the first for {duration(oldest)}
          </span>
        </p>
      ))}
      {now.in_flight.map(({ model, count }) => (
        <p key={model} class="row spread small">
          <span class="mono break">{model}</span>
          <span class="soft">{count} answering</span>
        </p>
      ))}
    </div>
  );
}
