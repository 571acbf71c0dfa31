/** Faults in one Region of an account. */
export interface Faults {
  /** Faults that have been injected and not cleared, by their number. */
  active: Map<string, ActiveFault>;
  /** The number of the last one. */
  last: number;
  /** AWS services that tasks find no way to: `ecr.dkr`. */
  unreachable: Set<string>;
  /** How containers that start from now on behave, by `<family>` or `<family>/<container>`: as `DRYDOCK_BEHAVIOUR` has it. */
  characters: Map<string, string>;
}

export interface ActiveFault {
  id: string;
  parameters: Record<string, string>;
  /** ms since 1970. */
  since: number;
  /** What clearing puts back: written by the fault's act. */
  undo: Record<string, string | number | string[]>;
}

export function createFaults(): Faults {
  return { active: new Map(), last: 0, unreachable: new Set(), characters: new Map() };
}

/** How a container of this family starts, when a fault says so. */
export function characterFor({ characters }: Faults, family: string, container: string): string | undefined {
  return characters.get(`${family}/${container}`) ?? characters.get(family);
}
