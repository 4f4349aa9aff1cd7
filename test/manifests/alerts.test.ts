import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dump, load } from 'js-yaml';
import { expect, inject, it, onTestFinished } from 'vitest';

const ALERTS = 'kustomize/components/observability/alerts.yaml';
/** Prometheus' own checker, where it is installed (Debian: prometheus). */
const promtool = process.env['PROMTOOL'] ?? 'promtool';
const missing = spawnSync(promtool, ['--version']).status !== 0;

const scratch = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'synapse-alerts-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

const series = (name: string, labels: string, values: string) => ({
  series: `${name}{${labels}}`,
  values,
});
const fires = (alertname: string, labels: object, annotations: object, at = '15m') => ({
  eval_time: at,
  alertname,
  exp_alerts: [{ exp_labels: labels, exp_annotations: annotations }],
});

it.skipIf(missing)('Prometheus takes the rules, and they fire when they should', () => {
  const folder = scratch();
  const file = join(folder, 'alerts.yaml');
  writeFileSync(file, readFileSync(ALERTS));
  execFileSync(promtool, ['check', 'rules', file]);
  const stt = 'function="stt",route="/stt/transcribe"';
  const tests = {
    rule_files: [file],
    evaluation_interval: '1m',
    tests: [
      {
        interval: '1m',
        input_series: [
          series('synapse_requests_total', `${stt},status="200"`, '0+80x20'),
          series('synapse_requests_total', `${stt},status="502"`, '0+20x20'),
          series('synapse_breaker_state', 'backend="whisper-stt",pod="a"', '2 2 1 2 2 2 1 2x20'),
          series('synapse_breaker_state', 'backend="llama-embed",pod="a"', '0x20'),
          series('synapse_backend_url_available', 'backend="whisper-stt",url="2"', '0x20'),
          series('synapse_models_oldest_wait_seconds', 'model="m"', '0 60 120+60x20'),
          series('synapse_requests_in_flight', 'function="stt",pod="a"', '400x20'),
          series('synapse_requests_in_flight', 'function="dashboard",pod="b"', '900x20'),
          series('synapse_bus_dropped_total', 'function="stt",pod="a"', '0x5 0+3x20'),
        ],
        alert_rule_test: [
          fires(
            'SynapseErrors',
            { severity: 'warning', function: 'stt', route: '/stt/transcribe' },
            { summary: 'more than 5 % of the answers of /stt/transcribe are errors' },
          ),
          fires(
            'SynapseBreakerOpen',
            { severity: 'critical', backend: 'whisper-stt' },
            { summary: 'whisper-stt keeps failing and is not called' },
          ),
          fires(
            'SynapseUrlOut',
            { severity: 'warning', backend: 'whisper-stt', url: '2' },
            { summary: 'url 2 of whisper-stt gets no calls, as it fails' },
          ),
          fires(
            'SynapseModelQueue',
            { severity: 'warning', model: 'm' },
            { summary: 'requests have waited 15m 0s for m' },
          ),
          fires(
            'SynapseBus',
            { severity: 'warning', function: 'stt', pod: 'a' },
            { summary: 'a cannot tell its lines to the dashboard; look at Redis' },
          ),
          fires(
            'SynapseCrowded',
            { severity: 'warning', function: 'stt', pod: 'a' },
            { summary: 'a holds 400 requests; raise max-scale of synapse-stt' },
          ),
          { eval_time: '15m', alertname: 'SynapseEventLoop', exp_alerts: [] },
        ],
      },
    ],
  };
  writeFileSync(join(folder, 'tests.yaml'), dump(tests));
  const ran = spawnSync(promtool, ['test', 'rules', join(folder, 'tests.yaml')], {
    encoding: 'utf8',
  });
  expect(ran.stdout + ran.stderr).toContain('SUCCESS');
});

it.skipIf(missing)('Prometheus takes the relabelling of the scrape jobs', () => {
  const jobs = load(
    readFileSync('kustomize/components/observability/scrape.yaml', 'utf8'),
  ) as Record<string, unknown>[];
  const file = join(scratch(), 'prometheus.yaml');
  // Debian's build does not know Kubernetes; the rest is checked.
  const scrape_configs = jobs.map(({ job_name, relabel_configs }) => ({
    job_name,
    relabel_configs,
  }));
  writeFileSync(file, dump({ scrape_configs }));
  execFileSync(promtool, ['check', 'config', file]);
});

it('asks the functions at the port that they are given, through the door that is opened for it', () => {
  const production = inject('built')['kustomize/overlays/production']!;
  const named = (kind: string, name: string) =>
    production.find((object) => object.kind === kind && object.metadata.name.startsWith(name))!;
  const port = named('ConfigMap', 'synapse-environment').data!['SYNAPSE_METRICS_PORT'];
  expect(named('ConfigMap', 'synapse-prometheus').data!['scrape.yaml']).toContain(`$1:${port}`);
  const doors = named('NetworkPolicy', 'synapse-metrics').spec!['ingress'][0].ports;
  expect(doors).toContainEqual({ protocol: 'TCP', port: Number(port) });
  // Not one of the ports of Knative's sidecar, nor that of the API.
  expect([8008, 8012, 8013, 8022, 8080, 8112, 9090, 9091]).not.toContain(Number(port));
});
