/** A page's connection to a room, as signals: what is drawn reads `version` and then the client. */
import { signal, type Signal } from '@preact/signals';
import type { JournalStore } from '../../learner/journal/index.ts';
import { randomName, WorkshopClient } from '../../workshop/client/index.ts';
import type { Act } from '../../workshop/room/acts.ts';
import type { Person, Room } from '../../workshop/room/room.ts';
import { siteUrl } from './addresses.ts';
import { deviceName, type Place } from './place.ts';

export interface Session {
  readonly client: WorkshopClient;
  readonly place: Place;
  /** Goes up when anything in the room or the connection has changed, at most once a frame. */
  readonly version: Signal<number>;
  /** The server's clock, ms since the epoch, once a second: for what counts minutes. */
  readonly clock: Signal<number>;
  /** What the server refused last, in its own sentence, until it is put away. */
  readonly refused: Signal<string | undefined>;
  /** Does something in the room. @returns whether the server took it */
  act(act: Act): Promise<boolean>;
  close(): void;
}

/** Unsent acts outlive the page, in this tab. */
const kept = {
  read: () => read('drydock:workshop-unsent'),
  write: (text: string) => {
    try {
      sessionStorage.setItem('drydock:workshop-unsent', text);
    } catch {
      // Then they live as long as the page.
    }
  },
};
function read(key: string): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

/** @param journal a participant's own journal, which is mirrored to the server */
export function openSession(place: Place, journal?: JournalStore): Session {
  const client = new WorkshopClient({
    url: siteUrl(),
    token: place.token,
    device: deviceName(randomName),
    ...(journal ? { journal, kept } : {}),
  });
  const version = signal(0);
  const clock = signal(client.now);
  const refused = signal<string | undefined>(undefined);
  let waiting = false;
  const draw = () => {
    waiting = false;
    version.value++;
  };
  const stop = client.subscribe(() => {
    if (waiting) return;
    waiting = true;
    // A page in the background has no frames, and still has faults to carry out.
    if (document.visibilityState === 'visible') requestAnimationFrame(draw);
    else setTimeout(draw, 200);
  });
  const ticking = setInterval(() => (clock.value = client.now), 1000);
  return {
    client,
    place,
    version,
    clock,
    refused,
    async act(act) {
      try {
        await client.act(act);
        refused.value = undefined;
        return true;
      } catch (error) {
        refused.value = error instanceof Error ? error.message : String(error);
        return false;
      }
    },
    close() {
      clearInterval(ticking);
      stop();
      client.close();
    },
  };
}

/**
 * The client, for a component that is to be drawn again when anything in the room changes. The room is changed in place,
 * so that a component's properties alone do not tell it.
 */
export function live({ client, version }: Session): WorkshopClient {
  void version.value;
  return client;
}

/** Oneself in the room; undefined until the first welcome. */
export const selfOf = ({ client }: Session): Person | undefined =>
  client.you && client.room.people.get(client.you.id);

/** A person's name, or what to call one that this page knows nothing of. */
export const nameIn = (room: Room, id: string): string => room.people.get(id)?.name ?? 'Somebody';
