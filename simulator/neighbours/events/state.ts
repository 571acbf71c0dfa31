import type { Target } from '@aws-sdk/client-eventbridge';
import type { Wire } from '../../api/wire.ts';
import type { Pattern } from './pattern.ts';

/** Amazon EventBridge's default event bus in one Region. */
export interface Events {
  /** By name. */
  rules: Map<string, Rule>;
  /** How many enabled rules have a pattern: while none has, nobody builds an event. */
  listening: number;
  /** What a rule has taken and its targets have not got yet, by the rule's ARN and the event's id. */
  underWay: Map<string, { rule: string; event: BusEvent }>;
  /** ARNs of tasks and container instances that have changed at this very moment. */
  due: Set<string>;
  /** What targets that this cloud does not act for were given last, newest first, at most 100. */
  sent: { at: number; rule: string; target: string; input: string }[];
}

export interface Rule {
  name: string;
  arn: string;
  state: 'ENABLED' | 'DISABLED';
  description?: string;
  roleArn?: string;
  /** As it was given, and read. */
  patternText?: string;
  pattern?: Pattern;
  schedule?: string;
  /** Counts up whenever the schedule starts anew: what was queued before then is void. */
  generation: number;
  /** When the schedule began, in ms since 1970. */
  since: number;
  createdBy: string;
  /** By id. */
  targets: Map<string, Wire<Target>>;
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html */
export interface BusEvent {
  version: '0';
  id: string;
  'detail-type': string;
  source: string;
  account: string;
  /** `2026-01-05T09:00:00Z`. */
  time: string;
  region: string;
  resources: string[];
  detail: unknown;
}

export function createEvents(): Events {
  return { rules: new Map(), listening: 0, underWay: new Map(), due: new Set(), sent: [] };
}
