/** One's places in workshops, as this browser remembers them: as a participant, and as one of the staff. */

export interface Place {
  /** Secret: whoever has it is this person. */
  readonly token: string;
  readonly title: string;
  /** The name that one joined with. */
  readonly name: string;
}

/** The key that the loader of each page looks for (`at-once.ts`). */
const keys = { participant: 'drydock:workshop', staff: 'drydock:workshop-staff' } as const;

/** Undefined when there is none, or storage is refused. */
export function placeOf(as: keyof typeof keys): Place | undefined {
  try {
    const place = JSON.parse(localStorage.getItem(keys[as]) ?? 'null') as Partial<Place> | null;
    return typeof place?.token === 'string'
      ? { token: place.token, title: place.title ?? '', name: place.name ?? '' }
      : undefined;
  } catch {
    return undefined;
  }
}

/** @returns false when the browser refuses to keep it. */
export function keepPlace(as: keyof typeof keys, place: Place | undefined): boolean {
  try {
    if (place) localStorage.setItem(keys[as], JSON.stringify(place));
    else localStorage.removeItem(keys[as]);
    return true;
  } catch {
    return false;
  }
}

/** Permanent name of this browser. */
export function deviceName(make: () => string): string {
  try {
    const kept = localStorage.getItem('drydock:workshop-device');
    if (kept) return kept;
    const device = make();
    localStorage.setItem('drydock:workshop-device', device);
    return device;
  } catch {
    return make();
  }
}

/** What tells this place's notes in storage from those of another workshop; not the secret itself. */
export const placeName = ({ token }: Place): string => token.slice(-12);
