import type { Context } from './context.ts';

export type Severity = 'error' | 'warning';

/** One place that breaks a rule. */
export interface Finding {
  /** JSON pointer of the place: of the wrong value or, when something is missing, of what lacks it. */
  at: string;
  /** What the `{names}` in the rule's message stand for here. */
  values?: Record<string, string | number>;
  /** Another message than the rule's, where AWS has several for one rule. */
  message?: string;
  /** Whether the client refuses this itself, as it does a wrong shape. */
  client?: true;
  /** Where the fault is that something is missing: its pointer. Silent if something unreadable stands there. */
  missing?: string;
}

/** A small change of a valid definition that breaks the rule, and what comes of it. */
export interface Example {
  /** The name of a definition in `examples.ts`, or a whole text of its own. */
  base: 'fargate' | 'ec2' | { text: string };
  /** JSON pointers and the values to put there, one after the other; `undefined` takes the place away. */
  change: Record<string, unknown>;
  /** The problem's pointer. */
  at: string;
  /** The problem's message, whole. */
  says: string;
  /** Other rules that cannot but be broken too. */
  also?: string[];
}

export interface Rule {
  /** Stable name, e.g. `FG-NETMODE`. */
  id: string;
  /** `schema`: the client refuses before it sends. `semantic`: the service refuses. `advice`: accepted, but doubtful. */
  level: 'schema' | 'semantic' | 'advice';
  /** What breaks the rule. */
  condition: string;
  /** The answer, with `{names}` filled in at each place. */
  message: string;
  /** Whether `message` is AWS's own text or our words for it. */
  wording: 'verbatim' | 'paraphrase';
  severity: Severity;
  /** The error's code on the wire; `ClientException` unless said. */
  code?: 'ClientException' | 'InvalidParameterException' | 'SerializationException';
  /** No refusal by AWS has been seen for this; the documentation or the reason of it says so. */
  unverified?: true;
  documentation: string;
  /** What to do about it, where there is one thing to do. */
  fix?: string;
  /** Finds the broken places; the `schema` rules are found by `shape.ts` instead. */
  check?: (task: Context) => Iterable<Finding>;
  example: Example;
}

type Optional = 'level' | 'wording' | 'severity' | 'documentation';
type Draft = Omit<Rule, Optional> & Partial<Pick<Rule, Optional>>;

/** Completes rules of one topic: semantic errors in AWS's own words, unless they say otherwise. */
export function topic(documentation: string, drafts: Draft[], level: Rule['level'] = 'semantic'): Rule[] {
  return drafts.map((draft) =>
    Object.assign<Pick<Rule, Optional>, Draft>(
      { level, wording: 'verbatim', severity: 'error', documentation },
      draft,
    ),
  );
}

/** Fills `{names}` in; a name without a value stays as it stands. */
export function fill(message: string, values: Finding['values'] = {}): string {
  return message.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
