import { connectBackends } from '../../lib/backends/connect.ts';
import { createDeepfilter } from '../../lib/backends/deepfilter.ts';
import { audio } from '../../lib/routes/audio.ts';
import { start } from '../../lib/start.ts';
import { convert } from './convert.ts';
import { denoise } from './denoise.ts';

start('audio', audio, (env, log, _running, bus) => {
  const backends = connectBackends(env, log, bus);
  const deepfilter = (path: string) =>
    createDeepfilter(backends.forRoute(path, 'deepfilter-audio'));
  return {
    handlers: { denoise: denoise(deepfilter), convert: convert(deepfilter) },
    readings: backends.readings,
    close: () => backends.close(),
  };
});
