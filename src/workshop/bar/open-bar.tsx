/** Brings the workshop's bar to a page of the course. */
import { render } from 'preact';
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
  keepPace(session);
  carryOut(session);
}
