import { expect, test } from 'vitest';
import lab from '../../../content/ecr/push-and-run.lab.ts';
import { Bench } from '../../../learner/bench/index.ts';
import { openMemoryJournal } from '../../../learner/journal/index.ts';
import { cliOf, powershellOf } from '../../../shell/equivalents/index.ts';
import {
  fieldOfError,
  initialValues,
  type Form,
  type Surroundings,
  type Values,
} from '../../../src/bench/console/form.ts';
import { forms } from '../../../src/bench/console/forms.ts';

const form = (id: string): Form => forms.find((one) => one.id === id)!;

async function opened(): Promise<Bench> {
  const bench = await Bench.open({ lab, store: await openMemoryJournal() });
  await bench.run('docker build -q -t web:v1 .');
  return bench;
}

function around({ world, region }: Bench): Surroundings {
  const { accountId, regions, docker } = world.state;
  return { region, accountId, state: regions.get(region), localImages: [...docker.references.keys()] };
}

/** Fills in a form and sends it, as the console does. */
async function send(bench: Bench, id: string, changes: Values = {}): Promise<string | undefined> {
  const values = { ...initialValues(form(id), around(bench)), ...changes };
  const deed = form(id).deed(values, around(bench));
  if (deed.kind === 'lines') {
    for (const line of deed.lines) {
      const { exitCode, stderr } = await bench.run(line);
      if (exitCode !== 0) return stderr;
    }
    return undefined;
  }
  const reply = await bench.send({ ...deed.call, input: deed.call.input });
  return reply.ok
    ? undefined
    : `${reply.error.message} > ${fieldOfError(form(id), values, reply.error.message)}`;
}

test('from nothing to a service by forms alone, with what they offer first', async () => {
  const bench = await opened();
  const answers = [
    await send(bench, 'create-repository', { repositoryName: 'web', scanOnPush: 'yes' }),
    await send(bench, 'publish-container'),
    await send(bench, 'register-task-definition'),
    await send(bench, 'create-cluster'),
    await send(bench, 'run-task'),
    await send(bench, 'create-service'),
  ];
  expect(answers).toEqual([undefined, undefined, undefined, undefined, undefined, undefined]);
  await bench.wind(60_000);
  const tasks = [...bench.world.state.regions.get('us-east-1')!.ecs.tasks.values()];
  expect(tasks.map(({ status }) => status)).toEqual(['RUNNING', 'RUNNING', 'RUNNING']);
});

test('what AWS refuses is told at the field that it is about', async () => {
  const bench = await opened();
  await send(bench, 'create-repository', { repositoryName: 'web' });
  await send(bench, 'create-cluster');
  expect(await send(bench, 'create-repository', { repositoryName: 'web' })).toMatch(
    /already exists.* > repositoryName$/,
  );
  expect(await send(bench, 'create-repository', { repositoryName: 'Web' })).toMatch(/ > repositoryName$/);
  expect(await send(bench, 'register-task-definition', { memory: '4096' })).toMatch(
    /^No Fargate configuration exists for given values.* > cpu$/,
  );
  expect(await send(bench, 'run-task', { taskDefinition: 'nobody' })).toMatch(/ > taskDefinition$/);
});

test('a public repository is one of the public gallery', async () => {
  const bench = await opened();
  expect(await send(bench, 'create-repository', { visibility: 'ecr-public', repositoryName: 'gift' })).toBe(
    undefined,
  );
  expect(
    (
      await bench.run(
        'aws ecr-public describe-repositories --query repositories[].repositoryName --output text',
      )
    ).stdout,
  ).toBe('gift\n');
});

test('each form that makes a call says it in three other ways', async () => {
  const bench = await opened();
  for (const one of forms) {
    const deed = one.deed(initialValues(one, around(bench)), around(bench));
    if (deed.kind === 'call') expect([cliOf(deed.call), powershellOf(deed.call)]).not.toContain(undefined);
    else expect(deed.powershell.length).toBe(deed.lines.length);
  }
});
