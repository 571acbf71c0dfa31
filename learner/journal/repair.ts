/** What happens to records that cannot be read where they lie: damaged ones go aside, misplaced ones move home. */
import { admitOne } from './admit.ts';
import type { Backing, Stored } from './backing.ts';
import { isArchivedStream, isStream } from './envelope.ts';
import type { JournalNotice } from './store.ts';

function asideNotice(count: number): JournalNotice {
  const what = count === 1 ? 'One damaged step of your work was' : `${count} damaged steps of your work were`;
  return {
    code: 'set-aside',
    message: `${what} set aside; everything else was read. Nothing was deleted: if something looks wrong, reset the lab or start the check over.`,
  };
}

/**
 * Moves damaged records from the table to the list of records set aside. Never rejects: when the move fails, they stay
 * where they are and are skipped again at the next reading.
 *
 * @param now real time, ms since the epoch.
 */
export async function setAsideBroken(
  backing: Backing,
  broken: readonly { stored: Stored; reason: string }[],
  now: number,
): Promise<JournalNotice> {
  try {
    await backing.transaction('readwrite', async (tx) => {
      for (const { stored, reason } of broken) {
        await tx.remove(stored);
        await tx.putAside({ at: now, stream: stored.stream, reason, record: stored.value });
      }
    });
  } catch {
    // Told all the same: the records were not read.
  }
  return asideNotice(broken.length);
}

/**
 * Moves records whose key names no stream (older shapes named them otherwise) to where the present shape has them; those
 * that no migration can read go aside. Run once when the journal opens. A place that is taken makes the record go to
 * the end of its stream.
 *
 * @returns the notice for the learner when something went aside, or null.
 */
export async function moveHome(backing: Backing, now: number): Promise<JournalNotice | null> {
  const homeless = async (): Promise<string[]> => {
    const keys = await backing.transaction('readonly', (tx) => tx.keys());
    return [...new Set(keys.map((key) => key.stream))].filter(
      (name) => !isStream(name) && !isArchivedStream(name),
    );
  };
  const names = await homeless();
  if (names.length === 0) return null;
  const lost = await backing.transaction('readwrite', async (tx) => {
    let aside = 0;
    for (const name of names) {
      for (const stored of await tx.records(name)) {
        const envelope = admitOne(stored.value);
        if (envelope === 'newer') continue;
        await tx.remove(stored);
        if ('reason' in envelope) {
          await tx.putAside({ at: now, stream: name, reason: envelope.reason, record: stored.value });
          aside += 1;
          continue;
        }
        const last = await tx.lastSeq(envelope.stream);
        await tx.put(envelope.seq > last ? envelope : { ...envelope, seq: last + 1 });
      }
    }
    return aside;
  });
  return lost > 0 ? asideNotice(lost) : null;
}
