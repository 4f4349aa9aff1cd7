import { convert } from '../../audio/convert.ts';
import { speechChunks } from '../../audio/speech.ts';
import type { AudioJob, AudioTask } from './audio-job.ts';
import { receiveChunks, sendChunks, showAlive, type Movable } from './chunk-port.ts';
import { denoise } from './denoise.ts';

// The codecs report every flaw of a file here; it is the client's file, and the client is told.
console.error = () => undefined;
console.warn = () => undefined;

/** Does one job; its errors go out by the port. */
export default async function run({ job, input, output }: AudioTask): Promise<void> {
  const end = showAlive(output);
  await sendChunks(output, start(job, receiveChunks<Uint8Array>(input)));
  end();
  input.close();
}

function start(job: AudioJob, source: AsyncIterable<Uint8Array>): AsyncIterable<Movable> {
  switch (job.kind) {
    case 'convert':
      return convert(source, job.options);
    case 'denoise':
      return denoise(source);
    case 'speech':
      return speechChunks(source, job.options);
  }
}
