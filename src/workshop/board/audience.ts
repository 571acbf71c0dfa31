import { participantsOf, type Room } from '../../../workshop/room/room.ts';
import type { Audience } from '../../../workshop/room/people.ts';

/** Whom something can be for, by the value of a choice: everyone, a group, one person. */
export function audiences(room: Room): { value: string; title: string }[] {
  const people = participantsOf(room);
  const groups = [...new Set(people.map(({ group }) => group).filter(Boolean))].sort();
  return [
    { value: 'all', title: 'Everyone' },
    ...groups.map((group) => ({ value: `group ${group}`, title: `Group ${group}` })),
    ...people
      .map(({ id, name }) => ({ value: `person ${id}`, title: name }))
      .sort((a, b) => a.title.localeCompare(b.title)),
  ];
}

export function audienceOf(value: string): Audience {
  if (value.startsWith('group ')) return { group: value.slice('group '.length) };
  if (value.startsWith('person ')) return { people: [value.slice('person '.length)] };
  return 'all';
}

/** Whom an act was for, in words. */
export function audienceWords(room: Room, to: Audience): string {
  if (to === 'all') return 'everyone';
  if ('group' in to) return `group ${to.group}`;
  return to.people.map((id) => room.people.get(id)?.name ?? 'somebody').join(', ');
}
