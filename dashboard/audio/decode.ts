/** One context for the page: browsers allow few, and start them only after a click. */
let shared: AudioContext | undefined;

export function audioContext(): AudioContext {
  shared ??= new AudioContext();
  if (shared.state === 'suspended') void shared.resume();
  return shared;
}

/** Any recording the browser can read, as samples. @throws Error in words for a person */
export async function decodeAudio(blob: Blob): Promise<AudioBuffer> {
  try {
    return await new OfflineAudioContext(1, 1, 48_000).decodeAudioData(await blob.arrayBuffer());
  } catch {
    throw new Error('This browser cannot read it as audio.');
  }
}

/** One channel, the mean of all. */
export function mono(buffer: AudioBuffer): Float32Array {
  const sum = new Float32Array(buffer.getChannelData(0));
  for (let channel = 1; channel < buffer.numberOfChannels; channel++) {
    const more = buffer.getChannelData(channel);
    for (let at = 0; at < sum.length; at++) sum[at]! += more[at]!;
  }
  if (buffer.numberOfChannels > 1)
    for (let at = 0; at < sum.length; at++) sum[at]! /= buffer.numberOfChannels;
  return sum;
}
