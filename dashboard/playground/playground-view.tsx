import type { FunctionComponent } from 'preact';
import { href, route } from '../shell/route.ts';
import { ViewHead } from '../ui/view-head.tsx';
import { callOf } from './call-store.ts';
import { Chat } from './chat.tsx';
import { Convert } from './convert.tsx';
import { Denoise } from './denoise.tsx';
import { Diarize } from './diarize.tsx';
import { Speak } from './speak.tsx';
import { Transcribe } from './transcribe.tsx';
import { Verify } from './verify.tsx';

const TOOLS: readonly {
  readonly id: string;
  readonly label: string;
  readonly Tool: FunctionComponent;
}[] = [
  { id: 'chat', label: 'Chat', Tool: Chat },
  { id: 'speak', label: 'Speak', Tool: Speak },
  { id: 'transcribe', label: 'Transcribe', Tool: Transcribe },
  { id: 'diarize', label: 'Diarize', Tool: Diarize },
  { id: 'verify', label: 'Verify', Tool: Verify },
  { id: 'denoise', label: 'Denoise', Tool: Denoise },
  { id: 'convert', label: 'Convert', Tool: Convert },
];

/** Everything the gateway does, to try by hand. `#/playground/<tool>` */
export function PlaygroundView() {
  const { id, Tool } = TOOLS.find((tool) => tool.id === route.value.rest[0]) ?? TOOLS[0]!;
  return (
    <>
      <ViewHead title="Playground" />
      <nav class="tabs" aria-label="Tools">
        {TOOLS.map((tool) => (
          <a
            key={tool.id}
            href={href('playground', tool.id)}
            {...(tool.id === id && { 'aria-current': 'page' })}
          >
            {tool.label}
            {callOf(tool.id).busy.value && (
              <span class="state-busy">
                <i class="dot" role="img" aria-label="at work" />
              </span>
            )}
          </a>
        ))}
      </nav>
      <div class="tool" key={id}>
        <Tool />
      </div>
    </>
  );
}
