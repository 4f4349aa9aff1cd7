import { useState } from 'preact/hooks';
import { toFault, type Fault } from '../api/fault.ts';
import { health, type BackendHealth } from '../api/health.ts';
import { overview, type BreakerOrder } from '../api/overview.ts';
import { segment } from '../api/request.ts';
import { withSession } from '../api/session.ts';
import { toast } from '../shell/toast.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { FaultNote } from '../ui/fault-note.tsx';

const MEANING: Readonly<Record<BreakerOrder, string>> = {
  open: 'Every call is refused at once with 503, in all functions, until you change it.',
  closed: 'Every call is tried, however often it fails, until you change it.',
  auto: 'Five failed calls in a row open it for 30 seconds, then one call is tried.',
};

const VERB: Readonly<Record<BreakerOrder, string>> = {
  open: 'Open the breaker',
  closed: 'Hold it closed',
  auto: 'Back to automatic',
};

/** Opens or closes the breaker by hand, after asking. */
export function Breaker({
  name,
  state,
  order,
}: {
  readonly name: string;
  readonly state: BackendHealth['breaker'];
  /** How it is held by hand now. */
  readonly order: BreakerOrder;
}) {
  const [asked, ask] = useState<BreakerOrder | null>(null);
  const [fault, setFault] = useState<Fault>();
  const set = async (wanted: BreakerOrder): Promise<void> => {
    setFault(undefined);
    try {
      await withSession(`/dashboard/api/breakers/${segment(name)}`, { json: { state: wanted } });
      toast(`Breaker of ${name}: ${wanted}.`);
      await Promise.all([health.refresh(), overview.refresh()]);
    } catch (thrown) {
      setFault(toFault(thrown));
    }
  };
  return (
    <div class="row spread">
      <span class="small">
        <span class="soft">Breaker</span> <span class="mono">{state}</span>
      </span>
      <div class="segmented" role="group" aria-label={`Breaker of ${name}`}>
        {(['auto', 'open', 'closed'] as const).map((wanted) => (
          <button
            key={wanted}
            type="button"
            class="button"
            aria-pressed={order === wanted}
            onClick={() => ask(wanted)}
          >
            {wanted === 'auto' ? 'Automatic' : wanted === 'open' ? 'Open' : 'Close'}
          </button>
        ))}
      </div>
      <FaultNote fault={fault} doing="The breaker did not change" />
      {asked && (
        <Confirm
          title={`${VERB[asked]}: ${name}`}
          action={VERB[asked]}
          danger={asked === 'open'}
          onConfirm={() => void set(asked)}
          onClose={() => ask(null)}
        >
          <p>{MEANING[asked]}</p>
        </Confirm>
      )}
    </div>
  );
}
