import { live, type Session } from '../session.ts';

/** Whether the room hears of what one does: a shape, a word, and why. */
export function Presence({ session }: { session: Session }) {
  const { connection, reason, unsent, isMirrored, mirrorTrouble } = live(session);
  const [state, word, why] =
    connection === 'gone'
      ? (['gone', 'Not connected', reason ?? ''] as const)
      : connection !== 'here'
        ? ([
            'away',
            'Offline',
            'Go on working: everything is kept in this browser and sent when the connection is back.',
          ] as const)
        : mirrorTrouble
          ? (['away', 'Not sent', mirrorTrouble] as const)
          : unsent > 0 || !isMirrored
            ? (['sending', 'Sending…', 'What you did is kept here, and on its way.'] as const)
            : (['here', 'Online', 'The room has everything that you did.'] as const);
  return (
    <span class="room-presence" data-state={state} role="status" title={why}>
      <i aria-hidden="true" /> {word}
      {(state === 'gone' || mirrorTrouble) && <span class="room-why"> {why}</span>}
      {state !== 'gone' && !mirrorTrouble && <span class="room-hidden">. {why}</span>}
    </span>
  );
}
