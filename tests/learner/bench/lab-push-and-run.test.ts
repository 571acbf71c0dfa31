import { describe, expect, test } from 'vitest';
import lab from '../../../content/ecr/push-and-run.lab.ts';
import { Bench, type SolutionAct } from '../../../learner/bench/index.ts';
import { openMemoryJournal } from '../../../learner/journal/index.ts';

const open = async () => Bench.open({ lab, store: await openMemoryJournal() });

async function act(bench: Bench, one: SolutionAct) {
  if (typeof one === 'string') return bench.run(one);
  if ('save' in one) await bench.saveFile(one.save, one.content);
  else await bench.wind(one.wind);
  return undefined;
}

const reached = (bench: Bench) =>
  bench.steps.filter(({ reachedAt }) => reachedAt !== undefined).map(({ step }) => step.id);
const missing = (bench: Bench, id: string) => bench.steps.find(({ step }) => step.id === id)!.missing;
const ids = lab.steps.map(({ id }) => id);

/** Everything up to a step, by its sample solution. */
async function upTo(id: string): Promise<Bench> {
  const bench = await open();
  for (const step of lab.steps.slice(0, ids.indexOf(id)))
    for (const one of step.solution) await act(bench, one);
  return bench;
}

describe('the lab push-and-run', () => {
  test('an untouched start reaches no goal, and each says what is missing', async () => {
    const bench = await open();
    expect(reached(bench)).toEqual([]);
    expect(
      Object.fromEntries(bench.steps.map(({ step, missing }) => [step.id, missing.map(({ is }) => is)])),
    ).toEqual({
      'create-repository': ['the registry has no repository in us-east-1'],
      'build-image': ['Docker has no image tagged web:v1'],
      'push-image': ['there is no repository web'],
      'register-task-definition': ['no task definition of the family web is registered'],
      'create-cluster': ['there is no cluster'],
      'run-task': ['the cluster drydock has no task'],
      'see-running': ['the cluster drydock has no task'],
      'stop-task': ['the cluster drydock has no task'],
      'token-expired': ['no push has been refused for an expired token'],
    });
  });

  test('the sample solution reaches the goals one after the other', async () => {
    const bench = await open();
    for (const [index, step] of lab.steps.entries()) {
      for (const one of step.solution) await act(bench, one);
      expect(reached(bench)).toEqual(ids.slice(0, index + 1));
    }
  });

  test('the last hint of a step that is done at the prompt holds its commands', () => {
    for (const { id, hints, solution } of lab.steps) {
      const operations = solution.flatMap((one) =>
        typeof one === 'string' ? (/(?:aws \S+|docker) [a-z-]+/.exec(one)?.[0] ?? []) : [],
      );
      for (const operation of operations) {
        if (operation.includes('list-tasks') || id === 'token-expired') continue;
        expect(hints[2], id).toContain(operation);
      }
    }
  });

  test.each([
    [
      'create-repository',
      'aws ecr create-repository --repository-name wep',
      'the registry has wep, and no repository web',
    ],
    ['build-image', 'docker build -t web:v1 .', 'web:v1 is built, but has no name in your registry'],
    ['push-image', 'docker push $REGISTRY/web:v1', 'repository web has no image tagged v1'],
    [
      'push-image',
      'docker tag web:v1 $REGISTRY/web:v2 && aws ecr get-login-password | docker login -u AWS --password-stdin $REGISTRY && docker push $REGISTRY/web:v2',
      'repository web has v2, and no image tagged v1',
    ],
    [
      'register-task-definition',
      'aws ecs register-task-definition --cli-input-json file://taskdef.json',
      'no task definition of the family web is registered',
    ],
    [
      'register-task-definition',
      `aws ecs register-task-definition --family web --container-definitions '[{"name":"web","image":"httpd","memory":64}]'`,
      'the newest revision of web does not fit Fargate',
    ],
    ['create-cluster', 'aws ecs create-cluster', 'there is default, and no cluster drydock'],
    ['see-running', 'sleep 5', 'the task is PENDING'],
    ['stop-task', 'sleep 1', 'the task is RUNNING'],
    [
      'stop-task',
      `aws ecs stop-task --cluster drydock --task $(aws ecs list-tasks --cluster drydock --query 'taskArns[0]' --output text)`,
      'the task is DEACTIVATING',
    ],
    ['token-expired', 'docker push $REGISTRY/web:v1', 'no push has been refused for an expired token'],
  ])('a near miss of %s (%s) is not taken for it', async (id, line, is) => {
    const bench = await upTo(id);
    await bench.run(line);
    expect(missing(bench, id)[0]?.is).toBe(is);
    expect(reached(bench)).not.toContain(id);
  });

  test('a task that ends by itself is not one that the learner stopped', async () => {
    const bench = await upTo('run-task');
    await bench.run(
      `aws ecs run-task --cluster drydock --task-definition web --launch-type FARGATE --network-configuration "awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=ENABLED}" --overrides '{"containerOverrides":[{"name":"web","command":["sh","-c","exit 3"]}]}'`,
    );
    await bench.wind(120_000);
    expect(missing(bench, 'stop-task')).toEqual([
      {
        is: 'the task is STOPPED, with stopCode EssentialContainerExited',
        shouldBe: 'a task that is STOPPED with stopCode UserInitiated',
      },
    ]);
  });

  test('a step once reached stays reached', async () => {
    const bench = await upTo('build-image');
    await bench.run('aws ecr delete-repository --repository-name web --force');
    expect(reached(bench)).toContain('create-repository');
  });

  test('a refused push names the expired token; a new login mends it', async () => {
    const bench = await upTo('token-expired');
    await bench.wind(12 * 3_600_000);
    const refused = await bench.run('docker push $REGISTRY/web:v1');
    expect(refused.stdout + refused.stderr).toContain(
      'denied: Your authorization token has expired. Reauthenticate and try again.',
    );
    expect(missing(bench, 'token-expired')[0]?.is).toBe('Docker still holds the expired token');
  });
});
