import { defineCommand, type CustomCommand } from 'just-bash/browser';
import type { Fault } from '../simulator/faults/catalogue.ts';
import { defaultRegion, learner } from '../simulator/index.ts';
import { readCommit } from './commit.ts';
import type { ShellHost } from './host.ts';

const help = `drydock: what only this cloud can do

Break it on purpose, and mend it:

  drydock fault list                     what can go wrong, and what is broken now
  drydock fault show ID                  what a fault does, what you will see, what cures it
  drydock fault inject ID [NAME=VALUE…]  break something now; --after 90 waits 90 s of virtual time
  drydock fault clear [NUMBER|ID]        take a fault back; all of them, when none is named

Give a service something to do:
  drydock load SERVICE [--cluster NAME] [requests=N] [cpu=P]
                                         N requests a second, or P percent of its CPU, from now on

Push sources to a Git host outside of AWS, where builds and pipelines find them:
  drydock commit OWNER/NAME [FOLDER] [-m MESSAGE] [--branch BRANCH]
                                         the files of a folder, as the branch's newest commit
`;

interface Listing {
  faults: readonly Fault[];
  active: { number: string; id: string; parameters: Record<string, string> }[];
}

type Output = { stdout: string; stderr: string; exitCode: number };
const say = (stdout: string): Output => ({ stdout, stderr: '', exitCode: 0 });
const fail = (message: string): Output => ({ stdout: '', stderr: `drydock: ${message}\n`, exitCode: 1 });

/** `drydock`: what only this cloud can do. */
export function drydockCommand(host: ShellHost): CustomCommand {
  return defineCommand('drydock', async (args, { env, fs, cwd }) => {
    const region = env.get('AWS_REGION') ?? env.get('AWS_DEFAULT_REGION') ?? defaultRegion;
    const call = (operation: string, input: object) =>
      host.send({ service: 'drydock', operation, input, region, principal: learner });
    const ask: Ask = (operation, input) => {
      const reply = call(operation, input);
      if (!reply.ok) throw new Error(reply.error.message);
      return reply.output;
    };
    const [topic, verb, ...rest] = args;
    if (topic === 'load' && verb !== undefined && verb !== 'help') return load(args.slice(1), ask);
    if (topic === 'commit' && verb !== undefined && verb !== 'help') {
      const input = await readCommit(args.slice(1), { fs, cwd });
      if (typeof input === 'string') return fail(input);
      return caught(() => {
        const { commitId } = ask('Commit', input) as { commitId: string };
        const count = Object.keys(input.files).length;
        const what = `${count} ${count === 1 ? 'file' : 'files'}`;
        return say(
          `[${input.branch} ${commitId.slice(0, 7)}] ${input.message}\n ${what} in ${input.repository}\n`,
        );
      });
    }
    if (topic !== 'fault' || verb === undefined || verb === 'help') return say(help);
    const act = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
    if (!act) return fail(`there is no drydock fault ${verb}: see drydock help`);
    return act(rest, ask);
  });
}

type Ask = (operation: string, input: object) => unknown;

function caught(act: () => Output): Output {
  try {
    return act();
  } catch (error) {
    return fail((error as Error).message);
  }
}

/** What `drydock load` calls the members of SetLoad. */
const loads: Readonly<Record<string, string>> = { requests: 'requestsPerSecond', cpu: 'cpuPercent' };

/** `drydock load`: what a service has to do from now on; what is not named stays as it was. */
function load(args: readonly string[], ask: Ask): Output {
  const at = args.indexOf('--cluster');
  const cluster = at < 0 ? undefined : args[at + 1];
  const [service = '', ...pairs] = at < 0 ? args : [...args.slice(0, at), ...args.slice(at + 2)];
  const set: Record<string, number> = {};
  for (const pair of pairs) {
    const [name = '', value = ''] = pair.split('=');
    const member = Object.hasOwn(loads, name) ? loads[name] : undefined;
    if (member === undefined || value === '' || !(Number(value) >= 0))
      return fail(`${pair} is no load: write requests=N or cpu=P, with a number from 0 up`);
    set[member] = Number(value);
  }
  if (pairs.length === 0) return fail('write requests=N, cpu=P, or both');
  return caught(() => {
    ask('SetLoad', { service, ...(cluster === undefined ? {} : { cluster }), ...set });
    return say(`${service} now has ${pairs.map((pair) => pair.replace('=', ' = ')).join(' and ')}.\n`);
  });
}

const verbs: Readonly<Record<string, (rest: readonly string[], ask: Ask) => Output>> = {
  list: (_, ask) =>
    caught(() => {
      const { faults, active } = ask('ListFaults', {}) as Listing;
      const width = Math.max(...faults.map(({ id }) => id.length));
      const lines = faults.map(({ id, title }) => `  ${id.padEnd(width)}  ${title}`);
      const now = active.map(({ number, id, parameters }) =>
        `  ${number}  ${id}  ${Object.entries(parameters)
          .map(([name, value]) => `${name}=${value}`)
          .join(' ')}`.trimEnd(),
      );
      return say(`Faults:\n${lines.join('\n')}\n\nBroken now:\n${now.join('\n') || '  nothing'}\n`);
    }),
  show: ([id], ask) =>
    caught(() => {
      const fault = (ask('ListFaults', {}) as Listing).faults.find((each) => each.id === id);
      if (!fault) return fail(`there is no fault ${id ?? ''}: see drydock fault list`);
      const parameters = fault.parameters.map(
        ({ name, about, required }) => `  ${name}  ${about}${required ? ' Required.' : ''}`,
      );
      return say(
        [
          fault.title,
          '',
          fault.breaks,
          ...(parameters.length ? ['', 'Parameters:', ...parameters] : []),
          '',
          'You will see:',
          ...fault.sees.map((line) => `  ${line}`),
          '',
          `Cure: ${fault.cure}`,
          '',
        ].join('\n'),
      );
    }),
  inject: ([id, ...rest], ask) =>
    caught(() => {
      const at = rest.indexOf('--after');
      const after = at < 0 ? undefined : Number(rest[at + 1]);
      const pairs = at < 0 ? rest : [...rest.slice(0, at), ...rest.slice(at + 2)];
      const wrong = pairs.find((pair) => !pair.includes('='));
      if (wrong !== undefined) return fail(`${wrong} is no parameter: write NAME=VALUE`);
      const parameters = Object.fromEntries(
        pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
      );
      const output = ask('InjectFault', { id, parameters, ...(after === undefined ? {} : { after }) }) as {
        number?: string;
        after?: number;
      };
      if (output.after !== undefined) return say(`${id} will happen in ${output.after} s of virtual time.\n`);
      return say(
        output.number === undefined
          ? `${id} has happened.\n`
          : `${id} is fault ${output.number}: drydock fault clear ${output.number} takes it back.\n`,
      );
    }),
  clear: ([which], ask) =>
    caught(() => {
      const meant = which === undefined ? {} : /^\d+$/.test(which) ? { number: which } : { id: which };
      const { cleared } = ask('ClearFault', meant) as { cleared: string[] };
      return say(`Cleared ${cleared.length === 1 ? 'fault' : 'faults'} ${cleared.join(', ')}.\n`);
    }),
};
