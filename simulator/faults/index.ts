import { AwsError } from '../api/errors.ts';
import type { Effect } from '../kernel/queue.ts';
import type { RegionScope } from '../region.ts';
import type { Act } from './act.ts';
import { behaviourActs } from './behaviour-acts.ts';
import { capacityActs } from './capacity-acts.ts';
import { faults, type Fault } from './catalogue.ts';
import { serviceActs } from './service-acts.ts';

export { faults, type Fault } from './catalogue.ts';

/** What each fault does, by id. */
export const acts: Readonly<Record<string, Act>> = { ...capacityActs, ...serviceActs, ...behaviourActs };

/** The operations of the service `drydock` on faults. */
export const faultOperations: Readonly<
  Record<string, (input: Record<string, unknown>, scope: RegionScope) => object>
> = {
  /** The catalogue, and what is broken now. */
  ListFaults: (_, { neighbours }) => ({
    faults,
    active: [...neighbours.faults.active].map(([number, { id, parameters, since }]) => ({
      number,
      id,
      parameters,
      since: since / 1000,
    })),
  }),
  /** Injects a fault, now or `after` so many seconds of virtual time. */
  InjectFault(input, scope) {
    const fault = faultOf(input['id']);
    const parameters = parametersOf(fault, input['parameters']);
    const after = input['after'] ?? 0;
    if (typeof after !== 'number' || !Number.isFinite(after) || after < 0)
      throw new AwsError('InvalidParameterException', 'after is a number of seconds from 0 up.');
    if (after === 0) return inject(fault, parameters, scope);
    scope.context.schedule(after * 1000, {
      type: 'drydock.fault',
      subject: `arn:aws:drydock:${scope.region}:${scope.accountId}:fault/${fault.id}`,
      event: JSON.stringify(parameters),
    });
    return { after };
  },
  /** Takes back one fault by its number, or all faults of an id, or all. */
  ClearFault({ number, id }, scope) {
    const { active } = scope.neighbours.faults;
    const meant = [...active].filter(
      ([key, fault]) =>
        (number === undefined || String(number) === key) && (id === undefined || fault.id === id),
    );
    if (meant.length === 0)
      throw new AwsError(
        'InvalidParameterException',
        'No such fault is active: drydock fault list shows those that are.',
      );
    for (const [key, fault] of meant) {
      acts[fault.id]!.clear?.(fault, scope);
      active.delete(key);
      tell(`Cleared: ${faultOf(fault.id).title.toLowerCase()}.`, fault.id, scope);
    }
    return { cleared: meant.map(([key]) => key) };
  },
};

function faultOf(id: unknown): Fault {
  const found = faults.find((fault) => fault.id === id);
  if (found) return found;
  throw new AwsError(
    'InvalidParameterException',
    `There is no fault ${String(id)}. Faults: ${faults.map((fault) => fault.id).join(', ')}.`,
  );
}

function parametersOf(fault: Fault, given: unknown): Record<string, string> {
  const known = new Map(fault.parameters.map((parameter) => [parameter.name, parameter]));
  const parameters: Record<string, string> = {};
  for (const [name, value] of Object.entries((given ?? {}) as Record<string, unknown>)) {
    if (!known.has(name))
      throw new AwsError(
        'InvalidParameterException',
        `${fault.id} has no parameter ${name}. It has: ${[...known.keys()].join(', ') || 'none'}.`,
      );
    parameters[name] = String(value);
  }
  const missing = fault.parameters.find(({ name, required }) => required && !parameters[name]);
  if (missing)
    throw new AwsError('InvalidParameterException', `${fault.id} needs ${missing.name}: ${missing.about}`);
  return parameters;
}

function inject(fault: Fault, parameters: Record<string, string>, scope: RegionScope): object {
  const state = scope.neighbours.faults;
  const undo = acts[fault.id]!.inject(parameters, scope) ?? {};
  tell(`${fault.title}${said(parameters)}.`, fault.id, scope);
  if (!fault.clearable) return { id: fault.id };
  const number = String(++state.last);
  state.active.set(number, { id: fault.id, parameters, since: scope.context.date, undo });
  return { id: fault.id, number };
}

function said(parameters: Record<string, string>): string {
  const list = Object.entries(parameters).map(([name, value]) => `${name} ${value}`);
  return list.length ? `: ${list.join(', ')}` : '';
}

function tell(message: string, id: string, { context, region, accountId }: RegionScope): void {
  context.notice({
    kind: 'fault',
    at: context.now,
    subject: `arn:aws:drydock:${region}:${accountId}:fault/${id}`,
    message,
  });
}

/** The effect `drydock.fault`: a fault whose time has come. What it is aimed at may have gone: then nothing happens. */
export function faultDue(effect: Effect, scope: RegionScope): void {
  const id = effect.subject.slice(effect.subject.lastIndexOf('/') + 1);
  try {
    inject(faultOf(id), JSON.parse(effect.event ?? '{}') as Record<string, string>, scope);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    tell(`${faultOf(id).title} did not happen: ${error.message}`, id, scope);
  }
}
