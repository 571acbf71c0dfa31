/** The presenter's view with notes, or, with `?projector`, what the room sees. */
import { render } from 'preact';
import { enter } from '../board/enter.ts';
import { NoLink } from '../board/NoLink.tsx';
import { openSession } from '../session.ts';
import { Presenter } from './Presenter.tsx';
import { Projector } from './Projector.tsx';
import '../board/board.css';
import './present.css';

const root = document.getElementById('room')!;
const place = enter();
const projects = new URLSearchParams(location.search).has('projector');
root.replaceChildren();
if (place) {
  document.documentElement.dataset['board'] = projects ? 'projector' : 'open';
  const session = openSession(place);
  render(projects ? <Projector session={session} /> : <Presenter session={session} />, root);
} else render(<NoLink />, root);
root.removeAttribute('aria-busy');
