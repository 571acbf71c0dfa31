import { initialTransition, transition, type AnyMachineSnapshot, type AnyStateMachine } from 'xstate';

/**
 * What a machine asks for when it enters a state: the machine's own actions, as data.
 * `schedule`: give `event` to the same subject after the delay named `delay`. `stamp`: write the time into `field`.
 */
export interface MachineAction {
  type: string;
  params?: Record<string, string>;
}

export interface Step {
  target: string;
  actions: readonly MachineAction[];
}

/** A flat xstate machine as a table: one look-up for each transition. */
export interface Table {
  id: string;
  initial: Step;
  states: Readonly<Record<string, Readonly<Record<string, Step>>>>;
}

/**
 * Compiles a machine's states and events to a table by asking xstate itself for each transition, so that the machine
 * stays the only source. xstate takes some 10 µs a transition, which 100,000 tasks cannot afford; a test walks every
 * path of each machine and holds the table to xstate's answer.
 *
 * @throws Error when the machine is nested or parallel: a life cycle here is one status at a time.
 */
export function compile(machine: AnyStateMachine): Table {
  const states: Record<string, Record<string, Step>> = {};
  for (const [name, node] of Object.entries(machine.states)) {
    if (Object.keys(node.states).length > 0)
      throw new Error(`Machine ${machine.id}: state ${name} has states of its own.`);
    const snapshot = machine.resolveState({ value: name, context: {} });
    const steps: Record<string, Step> = {};
    for (const event of node.ownEvents) steps[event] = stepOf(transition(machine, snapshot, { type: event }));
    states[name] = steps;
  }
  return { id: machine.id, initial: stepOf(initialTransition(machine)), states };
}

function stepOf([snapshot, asked]: readonly [AnyMachineSnapshot, readonly unknown[]]): Step {
  // xstate types its executable actions by the machine's own; a table serves any machine.
  const actions = asked as readonly MachineAction[];
  return {
    target: String(snapshot.value),
    actions: actions
      .filter(({ type }) => !type.startsWith('xstate.'))
      .map(({ type, params }) => ({ type, ...(params ? { params } : {}) })),
  };
}

/** The step that `event` leads to from `state`, or undefined when the machine does not take it there. */
export function step(table: Table, state: string, event: string): Step | undefined {
  return table.states[state]?.[event];
}
