/**
 * Carries out in the learner's own bench what the room has for it: faults, and lines that somebody typed who has the
 * keyboard. Each is noted down before it is done, so that neither a reload nor an undo brings it back.
 */
import { effect } from '@preact/signals';
import { callKey, dueCalls, nextDue, type FaultCall } from '../../../workshop/room/duty.ts';
import { ownBench } from '../../bench/own-bench.ts';
import { placeName } from '../place.ts';
import type { BenchUi } from '../../bench/ui.ts';
import type { Session } from '../session.ts';

/** A line that was typed longer ago was meant for a bench that was not open: nobody waits for it any more. */
const freshFor = 60_000;

export function carryOut(session: Session): void {
  const { client, version, place } = session;
  const key = `drydock:workshop-done:${placeName(place)}`;
  const done = new Set(readList(key));
  const note = (what: string) => {
    // Another tab may have done something since.
    for (const one of readList(key)) done.add(one);
    if (done.has(what)) return false;
    done.add(what);
    try {
      localStorage.setItem(key, JSON.stringify([...done]));
    } catch {
      // Then it is known as long as the page lives.
    }
    return true;
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let turn = Promise.resolve();

  const look = () => {
    const ui = ownBench.value;
    const { you, room, now } = client;
    if (!ui || !you || client.connection === 'connecting') return;
    const lab = ui.bench.lab.id;
    for (const call of dueCalls(room, you.id, lab, done, now)) {
      if (!note(callKey(call))) continue;
      turn = breakOrMend(turn, ui, call);
    }
    for (const { n, at, person, lab: meant, line } of room.typed) {
      if (person !== you.id || meant !== lab || !note(`typed ${n}`) || now - at > freshFor) continue;
      turn = type(turn, ui, line);
    }
    clearTimeout(timer);
    const due = nextDue(room, you.id, lab, now);
    if (due !== undefined) timer = setTimeout(look, Math.max(50, due - now));
  };
  effect(() => {
    void version.value;
    void ownBench.value;
    look();
  });
}

/** Sends a call to the bench once what came before is done, and tells the learner. */
async function breakOrMend(before: Promise<void>, ui: BenchUi, call: FaultCall): Promise<void> {
  await before;
  const reply = await ui.bench.send(call);
  if (call.operation === 'ClearFault') ui.told.value = 'The instructor has taken the fault back.';
  else if (reply.ok)
    ui.told.value = 'The instructor has broken something in your cloud. Find out what, and mend it.';
}

async function type(before: Promise<void>, ui: BenchUi, line: string): Promise<void> {
  await before;
  await ui.bench.run(line);
}

function readList(key: string): string[] {
  try {
    const list: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(list) ? list.map(String) : [];
  } catch {
    return [];
  }
}
