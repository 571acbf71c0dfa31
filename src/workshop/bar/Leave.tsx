import { closedSteps } from '../../bench/closed-steps.ts';
import { download } from '../../bench/download.ts';
import { fileName } from '../../work/exported-file.ts';
import { pageJournal } from '../../../learner/journal/index.ts';
import { keepPlace } from '../place.ts';
import type { Session } from '../session.ts';

/** Going home with one's work: as a file, and in this browser. */
export function Leave({ session }: { session: Session }) {
  const take = async () => download(fileName('work', new Date()), await (await pageJournal()).export());
  const leave = async () => {
    // Who is offline leaves too: the room hears of it by their silence.
    if (session.client.connection === 'here') await session.act({ type: 'left' });
    keepPlace('participant', undefined);
    session.close();
    closedSteps.value = new Set();
    document.documentElement.removeAttribute('data-room');
    document.querySelector('.room-bar-place')?.remove();
  };
  return (
    <section aria-label="Leave the workshop">
      <p>
        Your work stays in this browser when you leave. Take it along as a file too:{' '}
        <a href={`${import.meta.env.BASE_URL.replace(/\/$/, '')}/your-work/`}>Your work</a> opens it on any
        other machine.
      </p>
      <p class="room-acts">
        <button type="button" onClick={() => void take()}>
          Download my work
        </button>
        <button
          type="button"
          class="room-primary"
          onClick={async () => {
            await take();
            await leave();
          }}
        >
          Download and leave
        </button>
        <button type="button" onClick={() => void leave()}>
          Leave without a file
        </button>
      </p>
    </section>
  );
}
