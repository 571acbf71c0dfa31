import { useSignal } from '@preact/signals';
import { isStaff } from '../../../workshop/room/people.ts';
import { currentAsk, participantsOf } from '../../../workshop/room/room.ts';
import { Tabs } from '../../bench/Tabs.tsx';
import { base } from '../addresses.ts';
import { live, type Session } from '../session.ts';
import { clockOf } from '../words.ts';
import { After } from './After.tsx';
import { AskPanel } from './AskPanel.tsx';
import { BreakPanel } from './BreakPanel.tsx';
import { Common } from './Common.tsx';
import { Hands } from './Hands.tsx';
import { MessagePanel } from './MessagePanel.tsx';
import { Pace } from './Pace.tsx';
import { People } from './People.tsx';
import { PersonPanel } from './PersonPanel.tsx';
import { Shoulder } from './Shoulder.tsx';

const tabs = [
  { id: 'now', title: 'Now', for: 'staff' },
  { id: 'pace', title: 'Pace', for: 'instructor' },
  { id: 'ask', title: 'Ask', for: 'instructor' },
  { id: 'break', title: 'Break', for: 'instructor' },
  { id: 'message', title: 'Message', for: 'staff' },
  { id: 'after', title: 'Links & after', for: 'instructor' },
] as const;
type Tab = (typeof tabs)[number]['id'];

/** Where everyone stands, and what an instructor or a helper can do about it. */
export function Board({ session }: { session: Session }) {
  void session.clock.value;
  const client = live(session);
  const { room } = client;
  const tab = useSignal<Tab>('now');
  const chosen = useSignal<string | undefined>(undefined);
  const shoulder = useSignal<string | undefined>(undefined);
  if (client.connection === 'gone')
    return (
      <section class="room-card">
        <h2>You are not in this room any more</h2>
        <p>{client.reason}</p>
      </section>
    );
  const { you } = client;
  if (!you) return <p class="room-muted board-wait">Coming into the room…</p>;
  if (!isStaff(you))
    return (
      <section class="room-card">
        <h2>The board is for those who lead</h2>
        <p>
          Your link is a participant’s. <a href={`${base}start/what-drydock-is/`}>Go on with the course</a>.
        </p>
      </section>
    );
  const everyone = participantsOf(room);
  const here = everyone.filter(({ id }) => client.rowOf(id).here).length;
  const hands = [...room.hands.values()].filter(({ status }) => status === 'raised').length;
  const ask = currentAsk(room);
  const mine = tabs.filter((one) => one.for === 'staff' || you.role === 'instructor');
  const person = chosen.value === undefined ? undefined : room.people.get(chosen.value);
  const left = room.timer ? room.timer.endsAt - session.clock.value : 0;

  return (
    <div class="board">
      <header class="board-head">
        <h2>{room.title}</h2>
        <span>
          room <b class="board-code">{client.code}</b>
        </span>
        <span>
          <b>{here}</b> of {everyone.length} here
        </span>
        {hands > 0 && (
          <span class="board-hands">
            <b>{hands}</b> {hands === 1 ? 'hand' : 'hands'} up
          </span>
        )}
        {room.timer && left > -60_000 && (
          <span class="room-timer" data-over={left <= 0}>
            {room.timer.label} <b>{left > 0 ? clockOf(left) : 'time is up'}</b>
          </span>
        )}
        {room.attention && <span class="board-flag">Everyone looks up</span>}
        {ask && ask.status !== 'revealed' && <span class="board-flag">Question open</span>}
        {room.endedAt !== null && <span class="board-flag">The workshop is over</span>}
        <span class="room-space" />
        <span class="room-presence" data-state={client.connection === 'here' ? 'here' : 'away'} role="status">
          <i aria-hidden="true" /> {client.connection === 'here' ? 'Live' : 'Connection lost: trying again'}
        </span>
        <a href={`${base}workshop/present/`} target="_blank" rel="noreferrer">
          Present
        </a>
      </header>
      {session.refused.value && (
        <p class="room-refused" role="alert">
          {session.refused.value}{' '}
          <button type="button" onClick={() => (session.refused.value = undefined)}>
            Put away
          </button>
        </p>
      )}
      <div class="board-body">
        <People session={session} chosen={chosen} />
        <div class="board-side">
          {person ? (
            <PersonPanel
              session={session}
              person={person}
              onClose={() => (chosen.value = undefined)}
              onShoulder={() => (shoulder.value = person.id)}
            />
          ) : (
            <>
              <Tabs
                label="What to do"
                class="board-tabs"
                controls="board-panel"
                many
                tabs={mine.map(({ id, title }) => ({
                  id,
                  title: id === 'now' && hands > 0 ? `${title} (${hands})` : title,
                }))}
                selected={tab.value}
                onSelect={(id) => (tab.value = id)}
              />
              {mine.map(({ id, title }) => (
                <div
                  key={id}
                  id={`board-panel-${id}`}
                  class="board-panel"
                  role="tabpanel"
                  aria-label={title}
                  hidden={tab.value !== id}
                  tabIndex={tab.value === id ? 0 : -1}
                >
                  {tab.value === id && (
                    <>
                      {id === 'now' && (
                        <>
                          <Hands session={session} onPerson={(one) => (chosen.value = one)} />
                          <Common session={session} />
                        </>
                      )}
                      {id === 'pace' && <Pace session={session} />}
                      {id === 'ask' && <AskPanel session={session} />}
                      {id === 'break' && <BreakPanel session={session} />}
                      {id === 'message' && <MessagePanel session={session} />}
                      {id === 'after' && <After session={session} />}
                    </>
                  )}
                </div>
              ))}
            </>
          )}
        </div>
      </div>
      {shoulder.value && (
        <Shoulder
          key={shoulder.value}
          session={session}
          person={shoulder.value}
          onClose={() => (shoulder.value = undefined)}
        />
      )}
    </div>
  );
}
