import { useSignal } from '@preact/signals';
import { lengths } from '../../../workshop/room/limits.ts';
import { download } from '../../bench/download.ts';
import { base, siteUrl } from '../addresses.ts';
import { api, type Report } from '../api.ts';
import { keepPlace } from '../place.ts';
import { live, type Session } from '../session.ts';
import { ReportView } from './ReportView.tsx';

const files = [
  ['report.csv', 'People (CSV)'],
  ['questions.csv', 'Questions (CSV)'],
  ['certificates.csv', 'Certificates (CSV)'],
  ['journals.json', 'Journals (JSON)'],
] as const;

/** Links for helpers, and what remains of the workshop: report, files, the end, deletion. */
export function After({ session }: { session: Session }) {
  const client = live(session);
  const { place } = session;
  const { room } = client;
  const name = useSignal('');
  const role = useSignal<'helper' | 'instructor'>('helper');
  const links = useSignal<readonly { name: string; href: string }[]>([]);
  const report = useSignal<Report | undefined>(undefined);
  const trouble = useSignal<string | undefined>(undefined);
  const sure = useSignal<'end' | 'delete' | undefined>(undefined);
  const deleted = useSignal(false);
  const attempt = async (work: () => Promise<void>) => {
    trouble.value = undefined;
    try {
      await work();
    } catch (error) {
      trouble.value = error instanceof Error ? error.message : String(error);
    }
  };
  if (deleted.value) return <p>The room is deleted, with all that was known of it.</p>;
  return (
    <>
      <h3>Links for those who help</h3>
      <form
        class="board-row"
        aria-label="Link for a helper"
        onSubmit={(event) => {
          event.preventDefault();
          void attempt(async () => {
            const { token } = await api.invite(place.token, role.value, name.value.trim());
            const href = `${siteUrl()}workshop/board/#${token}`;
            links.value = [...links.value, { name: name.value.trim(), href }];
            name.value = '';
          });
        }}
      >
        <label>
          As
          <select
            value={role.value}
            onChange={({ currentTarget }) => (role.value = currentTarget.value as 'helper' | 'instructor')}
          >
            <option value="helper">Helper</option>
            <option value="instructor">Instructor</option>
          </select>
        </label>
        <label class="board-wide">
          Name
          <input
            required
            value={name.value}
            maxLength={lengths.name}
            onInput={({ currentTarget }) => (name.value = currentTarget.value)}
          />
        </label>
        <button type="submit">Make a link</button>
      </form>
      <ul class="board-list">
        {links.value.map(({ name: whose, href }) => (
          <li key={href}>
            <label>
              Secret link of {whose}: give it to nobody else
              <input readOnly value={href} onFocus={({ currentTarget }) => currentTarget.select()} />
            </label>
          </li>
        ))}
      </ul>
      <h3>Report</h3>
      <p class="room-acts">
        <button
          type="button"
          class="room-primary"
          onClick={() => void attempt(async () => void (report.value = await api.report(place.token)))}
        >
          {report.value ? 'Work it out again' : 'Show the report'}
        </button>
        {files.map(([file, title]) => (
          <button
            type="button"
            key={file}
            onClick={() =>
              void attempt(async () =>
                download(
                  file,
                  await api.file(place.token, file),
                  file.endsWith('.csv') ? 'text/csv' : undefined,
                ),
              )
            }
          >
            {title}
          </button>
        ))}
      </p>
      {report.value && <ReportView report={report.value} />}
      <h3>The end</h3>
      <p class="room-acts">
        {room.endedAt === null && (
          <button
            type="button"
            onClick={() => {
              if (sure.value === 'end') void session.act({ type: 'ended' });
              sure.value = sure.value === 'end' ? undefined : 'end';
            }}
          >
            {sure.value === 'end' ? 'Yes, end it for everyone' : 'End the workshop…'}
          </button>
        )}
        <button
          type="button"
          class={sure.value === 'delete' ? 'room-danger' : ''}
          onClick={() => {
            if (sure.value !== 'delete') return void (sure.value = 'delete');
            void attempt(async () => {
              await api.deleteRoom(place.token);
              keepPlace('staff', undefined);
              deleted.value = true;
            });
          }}
        >
          {sure.value === 'delete' ? 'Yes, delete names, journals and votes for good' : 'Delete the room…'}
        </button>
        {sure.value && (
          <button type="button" onClick={() => (sure.value = undefined)}>
            No
          </button>
        )}
      </p>
      <p class="room-muted">
        Deleting takes everything that the server knows of this room. What participants did stays in their own
        browsers. <a href={`${base}workshop/`}>Start another one</a> with the host’s link.
      </p>
      <p class="room-trouble" role="alert">
        {trouble.value}
      </p>
    </>
  );
}
