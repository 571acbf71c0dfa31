/** A member of the staff comes to a page: by the secret link, or as this browser remembers them. */
import { keepPlace, placeOf, type Place } from '../place.ts';

/** Undefined when there is neither. The secret does not stay in the address, where a projector shows it. */
export function enter(): Place | undefined {
  const token = location.hash.slice(1);
  if (!token) return placeOf('staff');
  history.replaceState(null, '', location.pathname);
  const place = { token, title: '', name: '' };
  keepPlace('staff', place);
  return place;
}
