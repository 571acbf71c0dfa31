import { useEffect, useRef } from 'preact/hooks';
import { ownBench } from '../../bench/own-bench.ts';
import { live, type Session } from '../session.ts';

/** Everyone looks up: the page waits, its clock too, until the instructor goes on or the connection is lost. */
export function Attention({ session }: { session: Session }) {
  const { room, connection } = live(session);
  const on = room.attention !== null && connection === 'here' && room.endedAt === null;
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (!element || !on) return;
    const bench = ownBench.value?.bench;
    const playing = bench?.playing === true;
    if (playing) bench!.pause();
    element.showModal();
    return () => {
      element.close();
      if (playing) bench!.play();
    };
  }, [on]);
  return (
    <dialog
      class="room-attention"
      ref={dialog}
      aria-label="The instructor asks for your attention"
      onCancel={(event) => event.preventDefault()}
    >
      <p class="room-attention-word">Please look up</p>
      {room.attention?.text && <p>{room.attention.text}</p>}
      <p class="room-muted">Your clock stands still. It goes on when the instructor does.</p>
    </dialog>
  );
}
