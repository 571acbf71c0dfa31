/** The board: opened by the secret link of an instructor or a helper. */
import { render } from 'preact';
import { openSession } from '../session.ts';
import { Board } from './Board.tsx';
import { enter } from './enter.ts';
import { NoLink } from './NoLink.tsx';
import './board.css';

const root = document.getElementById('room')!;
const place = enter();
root.replaceChildren();
if (place) {
  document.documentElement.dataset['board'] = 'open';
  render(<Board session={openSession(place)} />, root);
} else render(<NoLink />, root);
root.removeAttribute('aria-busy');
addEventListener('hashchange', () => location.reload());
