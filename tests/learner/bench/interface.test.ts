import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import lab from '../../../content/ecr/push-and-run.lab.ts';
import { Bench } from '../../../learner/bench/index.ts';
import { openMemoryJournal } from '../../../learner/journal/index.ts';
import { clockText, spanText } from '../../../src/bench/clock-text.ts';
import { explain, explanations } from '../../../src/bench/explanations.ts';
import { mapOf, taskEntry } from '../../../src/bench/map/map-model.ts';
import { commonStart, isUnfinished, suggestion } from '../../../src/bench/suggestion.ts';

test.each([
  [0, 'T+00:00.0'],
  [23_799, 'T+00:23.7'],
  [61_000, 'T+01:01.0'],
  [3_599_999, 'T+59:59.9'],
  [12 * 3_600_000 + 6_300, 'T+12:00:06.3'],
  [100 * 3_600_000, 'T+100:00:00.0'],
])('%i ms of virtual time reads %s', (ms, text) => expect(clockText(ms)).toBe(text));

test.each([
  [0, '0.0 s'],
  [3_940, '3.9 s'],
  [90_000, '2 min'],
  [11.96 * 3_600_000, '12.0 h'],
])('a span of %i ms reads %s', (ms, text) => expect(spanText(ms)).toBe(text));

describe('the greyed suggestion', () => {
  const first = 'aws ecr create-repository --repository-name web';
  test.each([
    ['the first command, at an empty prompt', '', [], first],
    ['the rest of the first command', 'aws ecr', [], first.slice(7)],
    ['nothing against what is typed', 'docker', [], ''],
    ['nothing at an empty prompt later on', '', ['ls'], ''],
    ['the newest line that starts so', 'aws e', ['aws ecr x', 'aws ecs y', 'ls'], 'cs y'],
    ['no line of several lines', 'for', ['for x in a\ndo echo; done'], ''],
    ['nothing when the line is complete', 'ls', ['ls'], ''],
  ])('is %s', (_, typed, history, rest) => expect(suggestion(typed, history, first)).toBe(rest));
});

test.each([
  ['echo hi', false],
  ['aws ecr x \\', true],
  ['cat x |', true],
  ['test -f x &&', true],
  ['echo "a', true],
  ["echo 'it", true],
  ['echo "a\\"', true],
  ["echo it\\'s", false],
  ["echo 'a\\'", false],
  ["# don't", false],
  ["echo a#'b", true],
  ['sleep 5 &', false],
  ['cat > x <<EOF', true],
  ['cat <<EOF\na\nEOF', false],
  ["cat <<-'END' > x\n\ta\n\tEND", false],
  ['cat <<< x', false],
])('%j waits for another line: %s', (line, unfinished) => expect(isUnfinished(line)).toBe(unfinished));

test('the common start of options starts each of them, and cannot be longer', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: fc.constantFrom('a', 'b') }), { minLength: 1 }), (options) => {
      const start = commonStart(options);
      expect(options.every((option) => option.startsWith(start))).toBe(true);
      const longer = options[0]!.slice(0, start.length + 1);
      expect(longer !== start && options.every((option) => option.startsWith(longer))).toBe(false);
    }),
  );
});

describe('the errors of the first lesson are explained', () => {
  const registry = '123456789012.dkr.ecr.us-east-1.amazonaws.com';
  test.each([
    [/exactly this address/, [`docker pull ${registry}/web:v1`]],
    [/make it first/, ['aws ecr describe-images --repository-name web']],
    [
      /make it first/,
      [
        'docker build -q -t web:v1 .',
        `docker tag web:v1 ${registry}/web:v1`,
        `aws ecr get-login-password | docker login -u AWS --password-stdin ${registry}`,
        `docker push ${registry}/web:v1`,
      ],
    ],
    [
      /name is taken/,
      ['aws ecr create-repository --repository-name web', 'aws ecr create-repository --repository-name web'],
    ],
    [/certain pairs/, ['aws ecs register-task-definition --cli-input-json file://taskdef.json']],
    [/looks for one called default/, ['aws ecs run-task --task-definition web']],
    [
      /needs a role/,
      [
        'sed -i s/4096/512/ taskdef.json',
        'aws ecs register-task-definition --cli-input-json file://taskdef.json',
      ],
    ],
    [
      /twelve hours/,
      [
        `aws ecr get-login-password | docker login -u AWS --password-stdin ${registry}`,
        'sleep 43201',
        `docker pull ${registry}/web:v1`,
      ],
    ],
  ])('%s', async (why, lines) => {
    const bench = await Bench.open({ lab, store: await openMemoryJournal() });
    for (const line of lines) await bench.run(line);
    const { stderr, exitCode } = bench.commands.at(-1)!;
    expect(exitCode).not.toBe(0);
    expect(explain(stderr)?.why, stderr).toMatch(why);
  });

  test('each leads to AWS’s documentation', () => {
    for (const { link } of explanations)
      expect(link.href).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/.+\.html(#\w+)?$/);
  });
});

test('the map shows what exists, and how a task stands', async () => {
  const bench = await Bench.open({ lab, store: await openMemoryJournal() });
  const zones = ['a', 'b', 'c'].map((zone, index) => ({
    name: `us-east-1${zone}`,
    subnets: [expect.stringMatching(new RegExp(`^subnet-[0-9a-f]{17}, 172.31.${index * 16}.0/20$`))],
  }));
  const region = {
    region: 'us-east-1',
    vpc: { id: expect.stringMatching(/^vpc-/), cidr: '172.31.0.0/16' },
    zones,
    targetGroups: [],
  };
  const nothing = { ...region, repositories: [], families: [], clusters: [], empty: true };
  expect(mapOf(bench)).toEqual(nothing);
  for (const step of lab.steps.slice(0, 6))
    for (const act of step.solution) {
      if (typeof act === 'string') await bench.run(act);
      else if ('save' in act) await bench.saveFile(act.save, act.content);
    }
  const arn = expect.stringMatching(/^arn:aws:ecs:us-east-1:123456789012:task\/drydock\//);
  expect(mapOf(bench)).toEqual({
    ...region,
    repositories: [
      {
        name: 'web',
        images: [
          {
            digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
            tags: ['v1'],
            megabytes: expect.closeTo(47, -1),
          },
        ],
      },
    ],
    families: [{ name: 'web', revision: 1, size: '256 CPU, 512 MiB' }],
    clusters: [
      {
        name: 'drydock',
        capacity: 'Fargate',
        services: [],
        instances: [],
        places: [
          { place: 'us-east-1a', arns: [arn], counts: new Map([['PROVISIONING', 1]]) },
          { place: 'us-east-1b', arns: [], counts: new Map() },
          { place: 'us-east-1c', arns: [], counts: new Map() },
          { place: 'waiting', arns: [], counts: new Map() },
          { place: 'stopped', arns: [], counts: new Map() },
        ],
      },
    ],
    empty: false,
  });
  const only = () =>
    mapOf(bench)
      .clusters[0]!.places.flatMap(({ arns }) => arns)
      .map((one) => taskEntry(one, bench.world.state.regions.get('us-east-1')!)!)
      .map(({ status, sign, stopCode, containers }) => [status, sign, stopCode, containers[0]?.exitCode]);
  await bench.wind(60_000);
  expect(only()).toEqual([['RUNNING', 'running', undefined, undefined]]);
  await bench.run(
    `aws ecs stop-task --cluster drydock --task $(aws ecs list-tasks --cluster drydock --query 'taskArns[0]' --output text)`,
  );
  expect(only()).toEqual([['DEACTIVATING', 'stopping', 'UserInitiated', undefined]]);
  await bench.wind(90_000);
  expect(only()).toEqual([['STOPPED', 'stopped', 'UserInitiated', 0]]);
  await bench.run(
    `aws ecs run-task --cluster drydock --task-definition web --launch-type FARGATE --network-configuration "awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=ENABLED}" --overrides '{"containerOverrides":[{"name":"web","command":["sh","-c","exit 3"]}]}'`,
  );
  await bench.wind(120_000);
  expect(only()[1]).toEqual(['STOPPED', 'failed', 'EssentialContainerExited', 3]);
});
