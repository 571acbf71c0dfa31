/** Who is in a room. */

/** Instructors lead, helpers help, participants learn. */
export type Role = 'instructor' | 'helper' | 'participant';

/** Somebody who acts: a person of the room, as the server knows them from their token. */
export interface Who {
  /** Given by the server at joining; unique in the room, never used again. */
  readonly id: string;
  readonly role: Role;
}

/** Instructors and helpers. */
export const isStaff = ({ role }: Pick<Who, 'role'>): boolean => role !== 'participant';

/** Whom something is for. */
export type Audience =
  | 'all'
  /** `people` is filled in by the server: who was in the group when it was said. */
  | { readonly group: string; readonly people?: readonly string[] }
  | { readonly people: readonly string[] };
