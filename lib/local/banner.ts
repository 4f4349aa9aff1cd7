export interface BannerFacts {
  readonly url: string;
  /** Query of the link that logs in to the dashboard; empty when the user has chosen the token. */
  readonly login: string;
  readonly config: string;
  readonly data: string;
  readonly missing: readonly string[];
}

/** What `make start` prints when everything can be called; the last line says `ready`. */
export function banner({ url, login, config, data, missing }: BannerFacts): string {
  const json = `-H 'content-type: application/json'`;
  return [
    '',
    `  Synapse  ${url}`,
    `  backends ${config}`,
    `  data     ${data}`,
    '',
    `  curl ${url}/v1/chat/completions ${json} -d '{"messages":[{"role":"user","content":"hello"}]}'`,
    `  curl ${url}/v1/embeddings ${json} -d '{"model":"any","input":"hello"}'`,
    `  curl ${url}/tts/synthesize ${json} -d '{"text":"Hello, this is a small test of my new voice."}' -o hello.wav`,
    `  curl ${url}/stt/transcribe -F file=@hello.wav`,
    `  curl ${url}/speakers/diarize -F file=@hello.wav`,
    `  curl ${url}/audio/convert -F file=@hello.wav -F output_format=mp3 -o hello.mp3`,
    `  curl ${url}/voices`,
    `  curl ${url}/health`,
    `  open ${url}/dashboard/login${login}`,
    '',
    ...missing.map((line) => `  note: ${line}`),
    ...(missing.length > 0 ? [''] : []),
    '  ready; Ctrl-C stops everything',
    '',
  ].join('\n');
}
