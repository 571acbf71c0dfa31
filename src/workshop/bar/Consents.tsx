import { live, nameIn, selfOf, type Session } from '../session.ts';

const requestsOf = ({ client }: Session) =>
  [...client.room.requests.values()].filter(({ person }) => person === client.you?.id);

export const consentCount = (session: Session): number => requestsOf(session).length;

/** Who would like to look over one's shoulder, or to type. */
export function Consents({ session }: { session: Session }) {
  const { room } = live(session);
  const answer = (type: 'consent-given' | 'consent-refused', staff: string, kind: 'watch' | 'keyboard') =>
    void session.act({ type, staff, kind });
  return (
    <section aria-label="Requests">
      {requestsOf(session).map(({ n, by, kind }) => (
        <div class="room-request" key={n}>
          <p>
            <strong>{nameIn(room, by)}</strong>{' '}
            {kind === 'watch'
              ? 'would like to look over your shoulder: your commands, files and steps of this workshop.'
              : 'would like to type in your terminal. You see every line, and can end it at any time.'}
          </p>
          <p class="room-acts">
            <button type="button" class="room-primary" onClick={() => answer('consent-given', by, kind)}>
              Allow
            </button>
            <button type="button" onClick={() => answer('consent-refused', by, kind)}>
              No, thank you
            </button>
          </p>
        </div>
      ))}
    </section>
  );
}

/** Who looks over one's shoulder now, who may, and who has the keyboard. */
export function Watchers({ session }: { session: Session }) {
  const { room } = live(session);
  const self = selfOf(session);
  if (!self) return null;
  const consent = room.consents.get(self.id);
  if (!consent || consent.watch.size === 0) return null;
  const keyboard = room.keyboards.get(self.id);
  return (
    <>
      {[...consent.watch].map((staff) => {
        const watches = room.watchers.get(self.id)?.has(staff) === true;
        const words = keyboard === staff ? 'has your keyboard' : watches ? 'watches you' : 'may watch you';
        return (
          <span class="room-watcher" data-watches={watches} key={staff}>
            {nameIn(room, staff)} {words}{' '}
            <button
              type="button"
              onClick={() =>
                void session.act({
                  type: 'consent-taken-back',
                  staff,
                  kind: keyboard === staff ? 'keyboard' : 'watch',
                })
              }
            >
              End it
              <span class="room-hidden">
                : {nameIn(room, staff)} {words}
              </span>
            </button>
          </span>
        );
      })}
    </>
  );
}
