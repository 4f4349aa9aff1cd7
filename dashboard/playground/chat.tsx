import { useEffect } from 'preact/hooks';
import { models } from '../api/models.ts';
import { useResource } from '../api/resource.ts';
import { route } from '../shell/route.ts';
import { useKept } from '../ui/use-kept.ts';
import { CallFooter } from './call-footer.tsx';
import { ChatComposer } from './chat-composer.tsx';
import { ChatLog } from './chat-log.tsx';
import { ChatWelcome } from './chat-welcome.tsx';
import { ChatSettingsFields } from './chat-settings.tsx';
import { chatBody, useChat, type ChatSettings } from './use-chat.ts';

/** Chat, streamed; Stop ends it at the backend too. `#/playground/chat/<model>` opens it with a model. */
export function Chat() {
  useResource(models);
  const chat = useChat();
  const [settings, setSettings] = useKept<ChatSettings>('chat settings', {
    model: 'auto',
    system: '',
    temperature: '',
    max_tokens: '',
  });
  const wanted = route.value.rest[1];
  useEffect(() => {
    if (wanted !== undefined) setSettings((old) => ({ ...old, model: wanted }));
  }, [wanted]);
  const send = (text: string): void => void chat.send(text, settings);
  const said = chat.messages.filter(({ content }) => content !== '');
  const sample = said.length > 0 ? said : [{ role: 'user', content: 'hello' } as const];
  return (
    <div class="tool-grid">
      <div class="stack">
        {chat.messages.length === 0 ? <ChatWelcome onSend={send} /> : <ChatLog chat={chat} />}
        <ChatComposer chat={chat} onSend={send} onAgain={() => void chat.sendAgain(settings)} />
        <CallFooter
          call={chat.call}
          doing="The answer"
          result="first token"
          sample={{
            path: '/v1/chat/completions',
            json: chatBody(sample, settings),
            streamed: true,
          }}
        />
      </div>
      <ChatSettingsFields settings={settings} onChange={setSettings} />
    </div>
  );
}
