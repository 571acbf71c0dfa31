import { faults } from '../../../simulator/faults/catalogue.ts';
import { participantsOf } from '../../../workshop/room/room.ts';
import { live, type Session } from '../session.ts';
import { clockOf, people } from '../words.ts';
import { audienceWords } from './audience.ts';

/** The faults of this room, newest first, and how each cloud bore them. */
export function Recovery({ session }: { session: Session }) {
  const client = live(session);
  const { room } = client;
  const now = session.clock.value;
  const all = [...room.faults.values()].reverse();
  if (all.length === 0) return null;
  return (
    <>
      <h3>Who recovers how fast</h3>
      {all.map(({ n, fault, to, dueAt, clearedAt }) => {
        const known = faults.find(({ id }) => id === fault);
        const grades = participantsOf(room).flatMap((person) => {
          const grade = client.rowOf(person.id).faults[n];
          return grade ? [{ person, grade }] : [];
        });
        const recovered = grades
          .filter(({ grade }) => grade.recoveredAt !== undefined)
          .sort((a, b) => a.grade.recoveredAt! - a.grade.at - (b.grade.recoveredAt! - b.grade.at));
        const hurt = grades.filter(
          ({ grade }) => grade.hurtAt !== undefined && grade.recoveredAt === undefined,
        );
        const well = grades.filter(({ grade }) => grade.hurtAt === undefined);
        return (
          <section class="board-fault" key={n} aria-label={known?.title ?? fault}>
            <p>
              <b>{known?.title ?? fault}</b> <span class="room-muted">for {audienceWords(room, to)}</span>
            </p>
            <p>
              {dueAt > now
                ? `It begins in ${clockOf(dueAt - now)}.`
                : `${people(grades.length)} hit: ${recovered.length} recovered, ${hurt.length} still down, ${well.length} unharmed.`}
              {clearedAt !== undefined && ' Taken back.'}
            </p>
            {recovered.length > 0 && (
              <ol class="board-recovered">
                {recovered.slice(0, 10).map(({ person, grade }) => (
                  <li key={person.id}>
                    {person.name} <b>{clockOf(grade.recoveredAt! - grade.at)}</b>
                  </li>
                ))}
              </ol>
            )}
            {clearedAt === undefined && (known?.clearable || dueAt > now) && (
              <button type="button" onClick={() => void session.act({ type: 'fault-cleared', of: n })}>
                Take it back<span class="room-hidden">: {known?.title}</span>
              </button>
            )}
          </section>
        );
      })}
    </>
  );
}
