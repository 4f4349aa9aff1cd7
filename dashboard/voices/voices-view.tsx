import { signal } from '@preact/signals';
import { useResource } from '../api/resource.ts';
import { voices } from '../api/voices.ts';
import { href, route } from '../shell/route.ts';
import { FaultNote } from '../ui/fault-note.tsx';
import { Freshness } from '../ui/freshness.tsx';
import { Icon } from '../ui/icon.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { ViewHead } from '../ui/view-head.tsx';
import { NewVoice } from './new-voice.tsx';
import { VoiceDetail } from './voice-detail.tsx';
import { VoiceList } from './voice-list.tsx';

const search = signal('');

/** The voices; `#/voices/<id>` opens one beside the list, `#/voices/new` makes one. */
export function VoicesView() {
  useResource(voices);
  const open = route.value.rest[0];
  const list = voices.data.value;
  const text = search.value.trim().toLowerCase();
  const found = list?.filter(({ name }) => name.toLowerCase().includes(text));
  const isNew = open === 'new' || list?.length === 0;
  return (
    <>
      <ViewHead title="Voices">
        <SearchField text={search} label="Search the voices" />
        <a class="button" href={href('voices', 'new')}>
          <Icon name="plus" /> New voice
        </a>
        <Freshness of={voices} />
      </ViewHead>
      <FaultNote
        fault={voices.fault.value}
        doing="The voices cannot be read"
        onRetry={() => void voices.refresh()}
      />
      <div class={open ? 'panes opened' : isNew ? 'panes' : ''}>
        <div class="pane">
          {found && found.length > 0 && <VoiceList list={found} open={open} />}
          {list && found?.length === 0 && <Empty any={list.length > 0} />}
        </div>
        {isNew ? <NewVoice /> : open && <VoiceDetail key={open} id={open} />}
      </div>
    </>
  );
}

const Empty = ({ any }: { readonly any: boolean }) =>
  any ? (
    <p class="empty">
      <strong>No voice has that in its name.</strong>
    </p>
  ) : (
    <p class="empty">
      <strong>No voice yet.</strong> A voice is a name and a few recordings of one person, 5 to 30
      seconds each. Text to speech then speaks with it: send its id as <code>voice_id</code>.
    </p>
  );
