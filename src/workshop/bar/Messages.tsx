import { live, nameIn, type Session } from '../session.ts';

/** What was said to one, and what was remarked at one's work; newest first. */
export function Messages({ session }: { session: Session }) {
  const { room } = live(session);
  const said = [
    ...room.messages.map(({ n, at, by, text, to }) => ({
      n,
      at,
      by,
      text,
      about: to === 'all' ? 'to all' : 'group' in to ? `to ${to.group}` : 'to you',
    })),
    ...room.annotations.map(({ n, at, by, text }) => ({ n, at, by, text, about: 'at your work' })),
  ].sort((a, b) => b.n - a.n);
  return (
    <section class="room-messages" aria-label="Messages" tabIndex={0}>
      <ol>
        {said.map(({ n, at, by, text, about }) => (
          <li key={n}>
            <span class="room-muted">
              {new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })} ·{' '}
              {nameIn(room, by)} {about}
            </span>
            <span class="room-text">{text}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
