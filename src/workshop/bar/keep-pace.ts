/** Says which lesson one has open, and goes where the instructor goes. */
import { lessonHere, lessonHref } from '../addresses.ts';
import { selfOf, type Session } from '../session.ts';

export function keepPace(session: Session): void {
  const { client, version } = session;
  const here = lessonHere();
  const opened = performance.now();
  let placed = false;
  version.subscribe(() => {
    const self = selfOf(session);
    if (!self || placed || client.connection !== 'here') return;
    placed = true;
    const planned = client.room.columns.some(({ lesson }) => lesson === here) ? here : null;
    if (self.lesson !== planned || self.left) void session.act({ type: 'placed', lesson: planned });
  });
  client.onEvents((events) => {
    const moved = events.findLast(({ act }) => act.type === 'moved');
    // Who has opened another page meanwhile went there on purpose: only what is new leads elsewhere.
    const age = client.now - (moved?.at ?? 0);
    if (!moved || age > performance.now() - opened || !selfOf(session)?.follows) return;
    const { lesson } = client.room.place ?? {};
    if (lesson && lesson !== here) location.assign(lessonHref(lesson));
  });
}
