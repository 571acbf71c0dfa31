import { base } from '../addresses.ts';

/** What stands where nobody has come by a link. */
export function NoLink() {
  return (
    <section class="room-card">
      <h2>This page needs the instructor’s link</h2>
      <p>
        The server prints it when it starts with <code>npm start -- --workshop</code>; helpers get theirs from
        the instructor. To take part, <a href={`${base}workshop/`}>join with the room’s code</a>.
      </p>
    </section>
  );
}
