import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { currentAsk, handOf, stepKey } from '../../../workshop/room/room.ts';
import { openRound } from '../../../workshop/room/ask.ts';
import { lessonHere, lessonHref, titleOfLesson } from '../addresses.ts';
import { live, selfOf, type Session } from '../session.ts';
import { Tick } from '../Tick.tsx';
import { clockOf } from '../words.ts';
import { Attention } from './Attention.tsx';
import { Consents, consentCount, Watchers } from './Consents.tsx';
import { HandForm } from './HandForm.tsx';
import { Leave } from './Leave.tsx';
import { Messages } from './Messages.tsx';
import { Presence } from './Presence.tsx';
import { Vote } from './Vote.tsx';

type Drawer = 'question' | 'hand' | 'messages' | 'consents' | 'leave';

/** What a participant sees of the room on every page: one line, and a drawer over it. */
export function Bar({ session }: { session: Session }) {
  const client = live(session);
  const { room } = client;
  const drawer = useSignal<Drawer | undefined>(undefined);
  const read = useSignal(room.messages.length);
  const self = selfOf(session);
  const ask = currentAsk(room);
  const round = ask && openRound(ask);
  const requests = consentCount(session);
  const hand = self && handOf(room, self.id);
  const place = room.place?.lesson;
  const panel = useRef<HTMLDivElement>(null);
  const line = useRef<HTMLDivElement>(null);

  // The page ends above the bar, however many lines that takes.
  useEffect(() => {
    const { style } = document.documentElement;
    const observer = new ResizeObserver(() =>
      style.setProperty('--room-bar', `${line.current?.offsetHeight ?? 0}px`),
    );
    observer.observe(line.current!);
    return () => {
      observer.disconnect();
      style.removeProperty('--room-bar');
    };
  }, []);

  // What asks for an answer shows itself, once.
  useEffect(() => {
    if (round) drawer.value = 'question';
  }, [ask?.ask, round]);
  useEffect(() => {
    if (requests > 0) drawer.value = 'consents';
    else if (drawer.value === 'consents') drawer.value = undefined;
  }, [requests]);
  const unread = drawer.value === 'messages' ? 0 : Math.max(0, room.messages.length - read.value);
  useEffect(() => {
    if (drawer.value === 'messages') read.value = room.messages.length;
  });

  const toggle = (which: Drawer) => () => (drawer.value = drawer.value === which ? undefined : which);
  const opener = (which: Drawer, label: string, note?: number | undefined) => (
    <button
      type="button"
      class={note ? 'room-noted' : ''}
      aria-expanded={drawer.value === which}
      aria-controls="room-drawer"
      onClick={toggle(which)}
    >
      {label}
    </button>
  );
  const close = () => {
    const opened = panel.current?.contains(document.activeElement) ? drawer.value : undefined;
    drawer.value = undefined;
    if (opened) document.querySelector<HTMLElement>('.room-bar button[aria-expanded]')?.focus();
  };

  return (
    <>
      <Attention session={session} />
      <div
        class="room-drawer"
        id="room-drawer"
        ref={panel}
        hidden={!drawer.value}
        onKeyDown={(event) => {
          if (event.key === 'Escape') close();
        }}
      >
        {drawer.value === 'question' && <Vote key={`${ask?.ask} ${round}`} session={session} ask={ask} />}
        {drawer.value === 'hand' && <HandForm session={session} onDone={close} />}
        {drawer.value === 'messages' && <Messages session={session} />}
        {drawer.value === 'consents' && <Consents session={session} />}
        {drawer.value === 'leave' && <Leave session={session} />}
        <button type="button" class="room-close" onClick={close}>
          {drawer.value === 'leave' ? 'Stay' : 'Close'}
        </button>
      </div>
      {session.refused.value && (
        <p class="room-refused" role="alert">
          {session.refused.value}{' '}
          <button type="button" onClick={() => (session.refused.value = undefined)}>
            Put away
          </button>
        </p>
      )}
      <div class="room-bar" ref={line}>
        <Presence session={session} />
        <strong class="room-title">{room.title || session.place.title}</strong>
        <Follow session={session} />
        {place && place !== lessonHere() && (
          <a class="room-place" href={lessonHref(place)}>
            Go to: {titleOfLesson(place)}
          </a>
        )}
        <Countdown session={session} />
        <Gate session={session} />
        <span class="room-space" />
        <Watchers session={session} />
        {requests > 0 && opener('consents', requests === 1 ? '1 request' : `${requests} requests`, requests)}
        {ask && opener('question', round ? 'Vote now' : 'Question', round ? 1 : undefined)}
        {room.messages.length > 0 &&
          opener('messages', unread > 0 ? `Messages (${unread} new)` : 'Messages', unread)}
        {opener('hand', hand ? 'Your hand is up' : 'Raise hand')}
        {opener('leave', 'Leave')}
      </div>
      <p class="room-hidden" role="status">
        {round === 'first' && 'A question is put to the room: vote now.'}
        {round === 'second' && 'The second vote is open.'}
        {unread > 0 && ` New message: ${room.messages.at(-1)?.text}`}
      </p>
    </>
  );
}

/** Whether one goes where the instructor goes. */
function Follow({ session }: { session: Session }) {
  live(session);
  const self = selfOf(session);
  if (!self) return null;
  return (
    <Tick
      class="room-follow"
      checked={self.follows}
      onChange={(follows) => session.act({ type: 'followed', follows })}
    >
      Follow
    </Tick>
  );
}

/** The timer that the instructor set. */
function Countdown({ session }: { session: Session }) {
  const { timer } = live(session).room;
  const now = session.clock.value;
  if (!timer || now - timer.endsAt > 60_000) return null;
  const left = timer.endsAt - now;
  return (
    <span class="room-timer" data-over={left <= 0} role="timer" aria-label={timer.label || 'Timer'}>
      {timer.label && <span>{timer.label} </span>}
      <b>{left > 0 ? clockOf(left) : 'time is up'}</b>
    </span>
  );
}

/** Steps of this page's lab that the instructor has closed; what changes is said. */
function Gate({ session }: { session: Session }) {
  const { closedSteps, columns, n, endedAt } = live(session).room;
  const here = lessonHere();
  const closed = columns
    .filter(
      (column) =>
        endedAt === null &&
        column.kind === 'step' &&
        column.lesson === here &&
        closedSteps.has(stepKey(column.lab, column.step)),
    )
    .map(({ title }) => title);
  const before = useRef<readonly string[] | undefined>(undefined);
  const said = useSignal('');
  useEffect(() => {
    const known = before.current;
    // What the first welcome brings was not changed just now.
    before.current = n > 0 ? closed : undefined;
    if (!known) return;
    const [shut, opened] = [without(closed, known), without(known, closed)];
    if (shut.length > 0) said.value = `Closed until the instructor opens it: ${shut.join(', ')}.`;
    else if (opened.length > 0) said.value = `The instructor has opened: ${opened.join(', ')}.`;
  }, [closed.join('\n'), n > 0]);
  return (
    <>
      {closed.length > 0 && (
        <span class="room-gate">
          {closed.length === 1 ? `“${closed[0]!}” is closed` : `${closed.length} steps are closed`}
        </span>
      )}
      <span class="room-hidden" role="status">
        {said.value}
      </span>
    </>
  );
}

const without = (some: readonly string[], others: readonly string[]) =>
  some.filter((one) => !others.includes(one));
