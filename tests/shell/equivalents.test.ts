import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shapeOf, type Operation } from '../../shell/aws/operation.ts';
import { operationOf } from '../../shell/equivalents/cli.ts';
import { cliOf, powershellOf, sdkOf, type Said } from '../../shell/equivalents/index.ts';
import { models } from '../../simulator/api/model.ts';
import { createRequestHandler } from '../../simulator/api/request-handler.ts';
import type { Call } from '../../simulator/index.ts';
import { openBench } from './bench.ts';

const runTask: Said = {
  service: 'ecs',
  operation: 'RunTask',
  input: {
    cluster: 'drydock',
    taskDefinition: 'web',
    count: 2,
    launchType: 'FARGATE',
    enableExecuteCommand: false,
    networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'], assignPublicIp: 'ENABLED' } },
    overrides: { containerOverrides: [{ name: 'web', command: ['sh', '-c', "echo it's; exit 3"] }] },
  },
};

/** What the members of a shape may be: texts with every sign that a shell or the CLI takes for its own. */
function valueOf(operation: Operation, name: string, depth: number): fc.Arbitrary<unknown> {
  const shape = shapeOf(operation.model, name);
  switch (shape.type) {
    case 'structure':
    case 'union': {
      if (depth === 0) return fc.constant({});
      const required = [...(shape.required ?? [])];
      const members = Object.keys(shape.members ?? {}).filter(
        (member, index) => index < 6 || required.includes(member),
      );
      const values = members.map((member) => [
        member,
        valueOf(operation, shape.members![member]!, depth - 1),
      ]);
      return fc.record(Object.fromEntries(values) as Record<string, fc.Arbitrary<unknown>>, {
        requiredKeys: required,
        noNullPrototype: true,
      });
    }
    case 'list':
      return fc.array(valueOf(operation, shape.member!, depth - 1), { maxLength: 3 });
    case 'map':
      return fc.dictionary(fc.string({ minLength: 1 }), valueOf(operation, shape.member!, depth - 1), {
        maxKeys: 2,
        noNullPrototype: true,
      });
    case 'integer':
      return fc.integer({ min: -5, max: 100_000 });
    case 'boolean':
      return fc.boolean();
    case 'double':
      return fc.integer({ min: 0, max: 100 });
    case 'timestamp':
      return fc.integer({ min: 0, max: 2_000_000_000 });
    case 'blob':
      return fc.base64String();
    default:
      return fc.oneof(
        fc.constantFrom(
          'web',
          // A word that every object knows, and no option of the command line.
          'toString',
          '--all',
          '-x',
          '[a]',
          '{"a":1}',
          'file://x',
          '$HOME',
          "it's",
          'a b',
          'a,b=c',
          '',
          '~/x',
        ),
        fc.string(),
      );
  }
}

const calls = (
  [
    ['ecs', 'RunTask'],
    ['ecs', 'CreateService'],
    ['ecs', 'DescribeTasks'],
    ['ecs', 'ListTasks'],
    ['ecr', 'CreateRepository'],
    ['ecr', 'PutImage'],
    ['ecr', 'BatchGetImage'],
    ['ecr', 'PutLifecyclePolicy'],
    ['ecr', 'UploadLayerPart'],
    ['ecr-public', 'CreateRepository'],
  ] as const
).map(([service, operation]) => ({ service, operation }));

describe('a call as a command line', () => {
  test('reads as one would type it', () => {
    expect(cliOf({ service: 'ecr', operation: 'CreateRepository', input: { repositoryName: 'web' } })).toBe(
      'aws ecr create-repository --repository-name web',
    );
    expect(cliOf(runTask)).toBe(`aws ecs run-task \\
  --cluster drydock \\
  --task-definition web \\
  --count 2 \\
  --launch-type FARGATE \\
  --disable-execute-command \\
  --network-configuration '{"awsvpcConfiguration":{"subnets":["subnet-1"],"assignPublicIp":"ENABLED"}}' \\
  --overrides '{"containerOverrides":[{"name":"web","command":["sh","-c","echo it'\\''s; exit 3"]}]}'`);
  });

  test('read by our own shell, it is the same call', async () => {
    const bench = await openBench();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...calls).chain((call) => {
          const operation = operationOf(call)!;
          return valueOf(operation, operation.input, 3).map((input) => ({ ...call, input }));
        }),
        async (said) => {
          bench.calls.length = 0;
          const { stderr } = await bench.shell.run(cliOf(said)!);
          const [first] = bench.calls;
          // What the command line itself refuses makes no call; then nothing about the line was misread.
          if (first === undefined) expect(stderr).toMatch(/Parameter validation failed|Invalid base64/);
          else expect(first).toMatchObject({ ...said, input: said.input });
          expect(first?.input ?? said.input).toEqual(said.input);
        },
      ),
      { numRuns: 250 },
    );
  }, 60_000);

  test('there is none for Docker', () =>
    expect(
      [cliOf, sdkOf, powershellOf].map((say) =>
        say({ service: 'docker', operation: 'ImageList', input: {} }),
      ),
    ).toEqual([undefined, undefined, undefined]));
});

/** Runs SDK code as Node would, with a client that hands its calls over instead of sending them. */
async function callsOf(code: string): Promise<Call[]> {
  const seen: Call[] = [];
  const [, names, name] = /^import \{ (.*) \} from '(.*)';$/m.exec(code)!;
  const sdk = (await import(name!)) as Record<string, new (...args: unknown[]) => unknown>;
  const requestHandler = createRequestHandler(
    (call) => {
      seen.push(call);
      return { ok: true, output: {} };
    },
    { region: 'us-east-1', principal: 'arn:aws:iam::123456789012:user/learner' } as never,
  );
  const body = code
    .replace(/^import .*$/m, '')
    .replace(/\(\{ region: '([^']*)' \}\)/, "({ region: '$1', credentials, requestHandler })");
  const parameters = [...names!.split(', '), 'credentials', 'requestHandler'];
  const given = [
    ...names!.split(', ').map((one) => sdk[one]),
    { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' },
    requestHandler,
  ];
  // oxlint-disable-next-line typescript/no-implied-eval, no-new-func -- generated code is run to see what it does
  await new Function(...parameters, `return (async () => { ${body} })()`)(...given);
  return seen;
}

describe('a call as SDK code', () => {
  test('reads as one would write it', () => {
    expect(sdkOf({ service: 'ecr', operation: 'CreateRepository', input: { repositoryName: 'web' } })).toBe(
      `import { CreateRepositoryCommand, ECRClient } from '@aws-sdk/client-ecr';

const client = new ECRClient({ region: 'us-east-1' });
const output = await client.send(new CreateRepositoryCommand({ repositoryName: 'web' }));
`,
    );
  });

  test('run, it makes the same call', async () => {
    const said: Said[] = [
      runTask,
      {
        service: 'ecr',
        operation: 'UploadLayerPart',
        input: {
          repositoryName: 'a"b\'c\\',
          uploadId: 'u',
          partFirstByte: 0,
          partLastByte: 2,
          layerPartBlob: 'YWJj',
        },
      },
      { service: 'ecr', operation: 'DescribeRepositories', input: {} },
    ];
    for (const one of said) {
      const [call] = await callsOf(sdkOf(one)!);
      expect(call).toMatchObject({ service: one.service, operation: one.operation, input: one.input });
    }
  });

  test('every service of the models has its client', async () => {
    for (const [service, { operations }] of Object.entries(models)) {
      const [operation] = Object.keys(operations);
      const code = sdkOf({ service, operation: operation!, input: {} });
      const [, names, name] = /^import \{ (.*) \} from '(.*)';$/m.exec(code ?? '') ?? [];
      const sdk = (await import(name!)) as Record<string, unknown>;
      expect([service, ...names!.split(', ').map((one) => typeof sdk[one])]).toEqual([
        service,
        'function',
        'function',
      ]);
    }
  });
});

test('a call as a cmdlet: structures are unfolded, lists stand in the singular', () => {
  expect(powershellOf(runTask)).toBe(
    `New-ECSTask \`
  -Cluster drydock \`
  -TaskDefinition web \`
  -Count 2 \`
  -LaunchType FARGATE \`
  -EnableExecuteCommand $false \`
  -AwsvpcConfiguration_Subnet subnet-1 \`
  -AwsvpcConfiguration_AssignPublicIp ENABLED \`
  -Overrides_ContainerOverride @(@{ name = 'web'; command = 'sh','-c','echo it''s; exit 3' })`.replace(
      "'subnet-1'",
      'subnet-1',
    ),
  );
});
