import type { VoiceSummary } from '../api/voices.ts';
import { href } from '../shell/route.ts';
import { toDate } from '../ui/format.ts';

interface VoiceListProps {
  readonly list: readonly VoiceSummary[];
  readonly open: string | undefined;
}

export const VoiceList = ({ list, open }: VoiceListProps) => (
  <table class="table">
    <caption class="sr-only">Voices</caption>
    <thead>
      <tr>
        <th scope="col">Name</th>
        <th scope="col" class="num">
          Recordings
        </th>
        <th scope="col" class="num">
          Since
        </th>
      </tr>
    </thead>
    <tbody>
      {list.map(({ voice_id: id, name, created_at: since, references_count: count }) => (
        <tr key={id} {...(open === id && { 'aria-selected': true })}>
          <td>
            <a class="break" href={href('voices', id)}>
              {name}
            </a>
          </td>
          <td class="num">{count}</td>
          <td class="num soft">{toDate(since).toLocaleDateString('en-CA')}</td>
        </tr>
      ))}
    </tbody>
  </table>
);
