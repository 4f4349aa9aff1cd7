import { useEffect, useRef } from 'preact/hooks';
import { uptime } from '../ui/format.ts';
import { now } from '../ui/now.ts';
import { FaultNote } from '../ui/fault-note.tsx';
import { Progress } from '../ui/progress.tsx';
import { CopyAs } from './copy-as.tsx';
import type { Sample } from './snippets.ts';
import { Timeline } from './timeline.tsx';
import type { Call } from './use-call.ts';

interface CallFooterProps {
  readonly call: Call;
  readonly sample: Sample;
  readonly doing: string;
  readonly result?: string;
}

/** Under every tool: progress, what went wrong, where the time went, and the call to copy. */
export function CallFooter({ call, sample, doing, result }: CallFooterProps) {
  const fault = useRef<HTMLDivElement>(null);
  // Under a long conversation it would not be seen.
  useEffect(() => {
    if (call.fault) fault.current?.scrollIntoView({ block: 'nearest' });
  }, [call.fault]);
  return (
    <div class="stack call-footer">
      {call.busy && <Working doing={doing} since={call.timing?.startedAt ?? now.peek()} />}
      {call.fault && (
        <div ref={fault}>
          <FaultNote fault={call.fault} doing={`${doing} failed`} />
        </div>
      )}
      <Timeline call={call} {...(result && { result })} />
      <CopyAs sample={sample} />
    </div>
  );
}

/** That it goes on, and for how long by now; a short call needs no clock. */
const Working = ({ doing, since }: { readonly doing: string; readonly since: number }) => {
  const seconds = (now.value - since) / 1000;
  return (
    <div>
      <Progress label={doing} />
      {seconds >= 2 && <p class="small soft mono">{uptime(seconds)}</p>}
    </div>
  );
};
