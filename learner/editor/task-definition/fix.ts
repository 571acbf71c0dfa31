import type { JsonNode } from '../../../simulator/ecs/task-definition/json.ts';
import type { Problem } from '../../../simulator/ecs/task-definition/index.ts';
import type { Edit } from '../json/edits.ts';
import type { Surroundings } from './surroundings.ts';

export interface Fix {
  /** What it does, as an order: `Set "networkMode" to "awsvpc"`. */
  title: string;
  edits: Edit[];
}

/** What a repair has to go by. */
export interface Patient {
  text: string;
  root: JsonNode;
  /** The definition as plain values. */
  value: Record<string, unknown>;
  /** JSON pointer of the problem. */
  at: string;
  problem: Problem;
  around: Surroundings;
}

export type Repair = (patient: Patient) => Iterable<Fix>;
