/** Brings the workshop's bar to a page of the course. */
import { render } from 'preact';
import { closedSteps } from '../../bench/closed-steps.ts';
import { pageJournal } from '../../../learner/journal/index.ts';
import { placeOf } from '../place.ts';
import { openSession } from '../session.ts';
import { Bar } from './Bar.tsx';
import { carryOut } from './carry-out.ts';
import { keepPace } from './keep-pace.ts';
import '../room.css';

const place = placeOf('participant');
if (place && !document.querySelector('[data-room-page]')) {
  const session = openSession(place, await pageJournal());
  const root = document.createElement('aside');
  root.className = 'room-bar-place not-content';
  root.setAttribute('aria-label', 'Workshop');
  document.body.append(root);
  document.documentElement.dataset['room'] = 'in';
  render(<Bar session={session} />, root);
  session.version.subscribe(() => {
    const { room, connection } = session.client;
    // After the workshop, the labs are the learner's again.
    const isOver = room.endedAt !== null || connection === 'gone';
    const closed = isOver ? new Set<string>() : room.closedSteps;
    const known = closedSteps.peek();
    if (closed.size !== known.size || [...closed].some((step) => !known.has(step)))
      closedSteps.value = new Set(closed);
  });
  keepPace(session);
  carryOut(session);
}
