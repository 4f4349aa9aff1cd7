/** Something with the rhythm of speech: bursts of a buzzing tone, always the same; 16-bit mono WAV. */
export function speech(seconds: number, sampleRate = 24_000, hiss = 0): Buffer {
  const length = Math.round(seconds * sampleRate);
  const bytes = Buffer.alloc(44 + length * 2);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(36 + length * 2, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(sampleRate, 24);
  bytes.writeUInt32LE(sampleRate * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(length * 2, 40);
  let noise = 7;
  for (let at = 0; at < length; at++) {
    const time = at / sampleRate;
    noise = (noise * 1_103_515_245 + 12_345) % 2_147_483_648;
    const syllable = Math.max(0, Math.sin(time * 9.3) * Math.sin(time * 1.7 + 0.4) + 0.12);
    const pitch = 130 + 25 * Math.sin(time * 2.1);
    let voice = 0;
    for (let harmonic = 1; harmonic < 18; harmonic++)
      voice += Math.sin(2 * Math.PI * pitch * harmonic * time) / harmonic;
    const sample = voice * syllable * 0.28 + (noise / 1_073_741_824 - 1) * hiss;
    bytes.writeInt16LE(
      Math.max(-32_768, Math.min(32_767, Math.round(sample * 22_000))),
      44 + at * 2,
    );
  }
  return bytes;
}
