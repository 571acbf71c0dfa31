/** The page at which one comes into a workshop: as a participant with a code, or as an instructor with the host's link. */
import { render } from 'preact';
import { Host } from './Host.tsx';
import { Join } from './Join.tsx';

const root = document.getElementById('room')!;
const hash = location.hash.slice(1);
const host = hash.startsWith('host=') ? hash.slice('host='.length) : undefined;
// Secrets do not stay in the address, where a projector shows them.
if (host) history.replaceState(null, '', location.pathname);
root.replaceChildren();
render(host ? <Host token={host} /> : <Join code={host ? '' : decodeURIComponent(hash)} />, root);
root.removeAttribute('aria-busy');
addEventListener('hashchange', () => location.reload());
