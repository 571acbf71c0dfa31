/** Plays the story of ./story.ts in the panel that LivingCloud.astro drew. */
import { clock, eventsAt, slotAt, slotCount, stillMoment } from './story.ts';
import { signColour, signShape } from '../status/signs.ts';

const speed = 4;
const panel = document.querySelector<HTMLElement>('[data-living-cloud]');

if (panel) {
  const part = (name: string) => panel.querySelector<HTMLElement>(`[data-part="${name}"]`)!;
  const face = part('clock');
  const log = part('events');
  const button = part('play');
  const places = Array.from({ length: slotCount }, (_, slot) => part(`slot-${slot}`));
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  let t = calm ? stillMoment : 0;
  let playing = !calm;
  let before = 0;
  let drawn = '';

  const draw = () => {
    face.textContent = clock(t);
    const states = places.map((_, slot) => slotAt(slot, t));
    const events = eventsAt(t);
    const now = JSON.stringify([states, events]);
    if (now === drawn) return;
    drawn = now;
    places.forEach((place, slot) => {
      const state = states[slot];
      place.dataset.status = state?.status ?? '';
      const [sign, word, task] = place.children as unknown as [SVGElement, HTMLElement, HTMLElement];
      sign.innerHTML = state ? signShape[state.sign] : '';
      sign.style.color = state ? signColour[state.sign] : '';
      word.textContent = state?.status ?? '';
      task.textContent = state ? `web · ${state.task}` : '';
    });
    log.replaceChildren(
      ...events.map(({ at, text }) => {
        const line = document.createElement('li');
        line.textContent = `${clock(at).replace(/\.\d$/, '')}  ${text}`;
        return line;
      }),
    );
  };

  const frame = (now: number) => {
    if (!playing) return;
    // A hidden tab gets no frames: a long pause is not made up for.
    t += (Math.min(now - before, 100) / 1000) * speed;
    before = now;
    draw();
    requestAnimationFrame(frame);
  };

  const play = (on: boolean) => {
    playing = on;
    button.textContent = on ? 'Pause' : 'Play';
    if (on) {
      before = performance.now();
      requestAnimationFrame(frame);
    }
  };

  button.hidden = false;
  button.addEventListener('click', () => play(!playing));
  draw();
  play(playing);
}
