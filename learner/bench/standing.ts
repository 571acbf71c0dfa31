import { isPowerShell } from '../../shell/prompt.ts';
import { createCloud, restoreCloud, type Cloud, type Notice, type Reply } from '../../simulator/index.ts';
import type { BeginEvent, BenchEvent } from './events.ts';
import { eventVersion } from './events.ts';
import type { Lab } from './lab.ts';
import { viewOf, type Command } from './view.ts';

export const home = '/home/learner';

/** How things stand at a bench: the fold of its journal. */
export interface Standing {
  readonly lab: Lab;
  world: Cloud;
  region: string;
  begun: boolean;
  /** Paths relative to the home folder. */
  files: Map<string, string>;
  commands: Command[];
  cwd: string;
  /** The shell's variables, once a command has changed them. */
  env: Record<string, string> | undefined;
  /** Step id to the virtual time at which its goal was first met. */
  reached: Map<string, number>;
  /** Is told of all that happens in the world. */
  watch?: Watch | undefined;
}

export type Watch = (notice: Notice) => void;

/** The event that begins a lab's journal. */
export function beginEvent(lab: Lab): BeginEvent {
  const { id, seed, region, files } = lab;
  return {
    type: 'begin',
    at: 0,
    version: eventVersion,
    lab: id,
    seed,
    region,
    files: { ...files },
    act: 'begin',
  };
}

/** A bench before its first event. */
export function createStanding(lab: Lab, watch?: Watch): Standing {
  return {
    lab,
    world: createCloud({ seed: lab.seed }),
    watch,
    region: lab.region,
    begun: false,
    files: new Map(),
    commands: [],
    cwd: home,
    env: undefined,
    reached: new Map(),
  };
}

/**
 * Takes one event. An event that lies in the past, as two tabs at once can write it, counts as happening now.
 * @param ticking whether steps whose goals are met are ticked off.
 * @returns the answer to a call.
 * @throws Error when the journal belongs to another lab, or does not start with its beginning.
 */
export function take(standing: Standing, event: BenchEvent, ticking = true): Reply | undefined {
  if (event.type === 'begin') {
    begin(standing, event);
    return undefined;
  }
  if (!standing.begun) throw new Error(`The journal of the lab ${standing.lab.id} has lost its beginning.`);
  const at = Math.max(event.at, standing.world.now);
  let reply: Reply | undefined;
  if (event.type === 'call') {
    reply = standing.world.apply({ type: 'call', at, call: event.call });
  } else {
    standing.world.apply({ type: 'clock', at });
    if (event.type === 'file') {
      if (event.content === undefined) standing.files.delete(event.path);
      else standing.files.set(event.path, event.content);
    } else if (event.type === 'command') {
      const { line, stdout, stderr, exitCode, cwd } = event;
      // What a lab does before the learner comes is not the learner's.
      if (event.act !== 'begin') {
        const shell = isPowerShell(standing.env) ? { inPowerShell: true as const } : {};
        standing.commands.push({ at, line, stdout, stderr, exitCode, cwd, ...shell });
      }
      standing.cwd = cwd;
      if (event.env) standing.env = event.env;
    }
  }
  // A lab may begin well and be broken before the learner comes: how it stands in the end is what counts.
  if (event.act === 'begin') standing.reached.clear();
  if (event.act && ticking) tick(standing);
  return reply;
}

function begin(standing: Standing, event: BeginEvent): void {
  if (event.lab !== standing.lab.id) {
    throw new Error(`The journal belongs to the lab ${event.lab}, not to ${standing.lab.id}.`);
  }
  // A second tab that began at the same time: the first one's beginning holds.
  if (standing.begun) return;
  standing.begun = true;
  standing.region = event.region;
  standing.world = createCloud({ seed: event.seed });
  if (standing.watch) standing.world.observe(standing.watch);
  standing.files = new Map(Object.entries(event.files));
}

/** Ticks off the steps whose goals are met. */
function tick(standing: Standing): void {
  const open = standing.lab.steps.filter(({ id }) => !standing.reached.has(id));
  if (open.length === 0) return;
  const view = viewOf(standing);
  for (const step of open) {
    if (step.goal(view).length === 0) standing.reached.set(step.id, standing.world.now);
  }
}

/** The bench that a journal leads to. */
export function foldBench(lab: Lab, journal: Iterable<BenchEvent>): Standing {
  const standing = createStanding(lab);
  for (const event of journal) take(standing, event);
  return standing;
}

/** A standing as plain data, from which the fold can go on. */
export interface Saved {
  world: string;
  rest: Omit<Standing, 'lab' | 'world' | 'watch'>;
}

export function save({ lab: _lab, world, watch: _watch, ...rest }: Standing): Saved {
  return { world: world.snapshot(), rest: copyOf(rest) };
}

export function restore(lab: Lab, saved: Saved, watch?: Watch): Standing {
  const world = restoreCloud(saved.world);
  if (watch) world.observe(watch);
  return { lab, world, watch, ...copyOf(saved.rest) };
}

/** Events replace what they change, so one level of copies is enough. */
function copyOf(rest: Saved['rest']): Saved['rest'] {
  return {
    ...rest,
    files: new Map(rest.files),
    commands: [...rest.commands],
    reached: new Map(rest.reached),
  };
}

/** The whole standing as text: equal standings give equal text. */
export function textOf({ world, region, files, commands, cwd, env, reached }: Standing): string {
  return JSON.stringify([
    world.snapshot(),
    region,
    [...files].sort(),
    commands,
    cwd,
    env ?? null,
    [...reached],
  ]);
}
