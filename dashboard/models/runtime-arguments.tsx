const HELP: Readonly<Record<string, string>> = {
  '--model': 'The weights',
  '--ctx-size': 'Tokens of context, shared by all slots',
  '--batch-size': 'Most tokens of a prompt read at once',
  '--ubatch-size': 'Most tokens computed at once',
  '--threads': 'CPU threads while writing',
  '--threads-batch': 'CPU threads while reading a prompt',
  '--parallel': 'Requests answered at the same time',
  '--n-gpu-layers': 'Layers that live on the GPU',
  '--flash-attn': 'Faster attention',
  '--mmap': 'Weights are mapped, not read',
  '--cache-type-k': 'Precision of cached keys',
  '--cache-type-v': 'Precision of cached values',
};

/** `['llama-server','--ctx-size','16384','--jinja']` → `[['--ctx-size','16384'],['--jinja','']]` */
function pairs(args: readonly string[]): [string, string][] {
  const found: [string, string][] = [];
  args.forEach((arg, index) => {
    if (!arg.startsWith('-') || /^-\d/.test(arg)) return;
    const next = args[index + 1];
    found.push([
      arg,
      next !== undefined && (!next.startsWith('-') || /^-\d/.test(next)) ? next : '',
    ]);
  });
  return found;
}

/** The command line the model runs with. */
export const RuntimeArguments = ({ args }: { readonly args: readonly string[] }) => {
  const rows = pairs(args);
  return (
    <section aria-labelledby="runtime-title">
      <div class="section-head">
        <h3 id="runtime-title">Runtime arguments</h3>
      </div>
      {rows.length === 0 ? (
        <p class="small soft">Known once it has been loaded.</p>
      ) : (
        <dl class="facts arguments">
          {rows.map(([flag, value]) => (
            <>
              <dt class="mono" title={HELP[flag]}>
                {flag}
              </dt>
              <dd>
                <span class="mono">{value || 'on'}</span>
                {HELP[flag] && <span class="soft"> · {HELP[flag]}</span>}
              </dd>
            </>
          ))}
        </dl>
      )}
    </section>
  );
};
