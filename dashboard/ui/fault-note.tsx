import { adviceOf, type Fault } from '../api/fault.ts';

interface FaultNoteProps {
  readonly fault: Fault | undefined;
  /** What was being done, such as “The models cannot be read”. */
  readonly doing?: string;
  readonly onRetry?: () => void;
}

/** What went wrong, what to do, and the request id to look it up by. */
export function FaultNote({ fault, doing, onRetry }: FaultNoteProps) {
  if (!fault) return null;
  const advice = adviceOf(fault);
  return (
    <div class="note bad" role="alert">
      <p>
        <strong>{doing ? `${doing}: ${fault.message}` : fault.message}</strong> {advice}
      </p>
      {fault.rows.length > 0 && (
        <ul>
          {fault.rows.map((row) => (
            <li key={row.loc.join('.')}>
              <code>{row.loc.filter((part) => part !== 'body').join('.') || 'body'}</code> {row.msg}
            </li>
          ))}
        </ul>
      )}
      {(fault.requestId || onRetry) && (
        <p class="row">
          {fault.requestId && <code class="small">request {fault.requestId}</code>}
          {onRetry && (
            <button type="button" class="button" onClick={onRetry}>
              Try again
            </button>
          )}
        </p>
      )}
    </div>
  );
}
