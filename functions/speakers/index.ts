import { connectBackends } from '../../lib/backends/connect.ts';
import { createSpeakerBackend } from '../../lib/backends/pyannote.ts';
import { speakers } from '../../lib/routes/speakers.ts';
import { start } from '../../lib/start.ts';
import { diarize } from './diarize.ts';
import { verify } from './verify.ts';

start('speakers', speakers, (env, log, _running, bus) => {
  const backends = connectBackends(env, log, bus);
  const pyannote = (path: string) =>
    createSpeakerBackend(backends.forRoute(path, 'pyannote-speaker'));
  return {
    handlers: { diarize: diarize(pyannote), verify: verify(pyannote) },
    readings: backends.readings,
    close: () => backends.close(),
  };
});
