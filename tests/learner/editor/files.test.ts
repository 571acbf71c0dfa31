import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkFile } from '../../../learner/editor/files/check.ts';
import { kindOf, type FileKind } from '../../../learner/editor/files/kind.ts';
import { readPolicy } from '../../../simulator/ecr/lifecycle/policy.ts';
import { readIdentityPolicy } from '../../../simulator/iam/scope.ts';

/** `rule line:column` and the beginning of the message. */
const told = (kind: FileKind, text: string) =>
  checkFile(kind, text).map(({ rule, severity, line, column }) => `${severity} ${rule} ${line}:${column}`);

describe('kinds', () => {
  test.each<[string, string, FileKind | undefined]>([
    ['Dockerfile', '', 'Dockerfile'],
    ['build/Dockerfile.prod', '', 'Dockerfile'],
    ['api.Dockerfile', '', 'Dockerfile'],
    ['Dockerfile.dockerignore', '', undefined],
    ['taskdef.json', '', 'task definition'],
    ['web.json', '{"containerDefinitions": []}', 'task definition'],
    ['policy.json', '{"Statement": [{"Action": "s3:GetObject"}]}', 'identity policy'],
    [
      'policy.json',
      '{"Statement": [{"Principal": {"Service": "x"}, "Action": "sts:AssumeRole"}]}',
      'trust policy',
    ],
    [
      'policy.json',
      '{"Statement": [{"Principal": "*", "Action": ["ecr:BatchGetImage"]}]}',
      'repository policy',
    ],
    ['bucket.json', '{"Statement": [{"Principal": "*", "Action": "s3:GetObject"}]}', undefined],
    ['rules.json', '{"rules": [{"rulePriority": 1}]}', 'lifecycle policy'],
    ['lifecycle.json', '', 'lifecycle policy'],
    ['eslint.json', '{"rules": {"semi": 1}}', undefined],
    ['appspec.yaml', '', 'AppSpec file'],
    ['appspec.yml', 'version: 0.0\nos: linux\n', undefined],
    ['deploy.yml', 'Resources:\n  - TargetService:\n', 'AppSpec file'],
    ['package.json', '{"name": "web"}', undefined],
    ['notes.txt', '', undefined],
  ])('%s %s', (path, text, kind) => {
    expect(kindOf(path, text)).toBe(kind);
  });
});

describe('Dockerfile', () => {
  test('all that the builder would refuse, not only the first, and what it warns of', () => {
    const text = [
      'FROM nginx AS web',
      'RUNN echo hello',
      'COPY index.html',
      'EXPOSE eighty 80/tcp $PORT',
      'HEALTHCHECK RUN curl localhost',
      'CMD nginx -g "daemon off;"',
      'MAINTAINER me',
      'ENV API_KEY=1 MODE=x',
      '',
    ].join('\n');
    expect(told('Dockerfile', text)).toEqual([
      'error DOCKERFILE 2:1',
      'error DOCKERFILE 3:1',
      'error DOCKERFILE 4:1',
      'error DOCKERFILE 5:1',
      'warning JSONArgsRecommended 6:1',
      'warning MaintainerDeprecated 7:1',
      'warning SecretsUsedInArgOrEnv 8:1',
    ]);
    const [first] = checkFile('Dockerfile', text);
    expect(first).toMatchObject({
      message: 'dockerfile parse error on line 2: unknown instruction: RUNN (did you mean RUN?)',
      answered: true,
    });
  });

  test('a multi-stage build is fine; two stages of one name are warned of', () => {
    const good =
      'FROM node:22 AS build\nWORKDIR /src\nCOPY . .\nRUN npm ci\n\nFROM nginx\nCOPY --from=build /src/dist /usr/share/nginx/html\n';
    expect(told('Dockerfile', good)).toEqual([]);
    expect(told('Dockerfile', 'FROM a AS x\nFROM b AS x\n')).toEqual(['warning DuplicateStageName 2:1']);
    expect(told('Dockerfile', 'RUN ls\n')).toEqual(['error DOCKERFILE 1:1']);
    expect(told('Dockerfile', '')).toEqual(['error DOCKERFILE 1:1']);
  });
});

describe('identity policy', () => {
  const policy = (statement: unknown, more: object = {}) =>
    JSON.stringify({ Version: '2012-10-17', Statement: [statement], ...more }, undefined, 2);
  const good = { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' };

  test.each<[string, unknown, string, string]>([
    [
      'no effect',
      { ...good, Effect: undefined },
      '/Statement/0',
      'Syntax errors in policy. The statement has no "Effect".',
    ],
    [
      'a wrong effect',
      { ...good, Effect: 'allow' },
      '/Statement/0/Effect',
      'Syntax errors in policy. The effect is "Allow" or "Deny".',
    ],
    [
      'a misspelled element',
      { ...good, action: 'x:y' },
      '/Statement/0/action',
      'Syntax errors in policy. A statement has no element "action": write "Action".',
    ],
    [
      'an action without its service',
      { ...good, Action: ['ecr:ListImages', 'PutImage'] },
      '/Statement/0/Action/1',
      'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc. An action is written as service:Action, e.g. ecr:GetAuthorizationToken.',
    ],
    [
      'a resource that is no ARN',
      { ...good, Resource: 'web' },
      '/Statement/0/Resource',
      'Resource web must be in ARN format or "*".',
    ],
    [
      'a principal',
      { ...good, Principal: '*' },
      '/Statement/0/Principal',
      'Policy document should not specify a principal. Whoever the policy is attached to is meant.',
    ],
    [
      'no resource',
      { ...good, Resource: undefined },
      '/Statement/0',
      'Policy statement must contain resources. The statement has no "Resource".',
    ],
    [
      'an operator that is none',
      { ...good, Condition: { StringIs: { a: 'b' } } },
      '/Statement/0/Condition/StringIs',
      'Syntax errors in policy. There is no condition operator "StringIs".',
    ],
  ])('%s', (_name, statement, pointer, message) => {
    expect(checkFile('identity policy', policy(statement))).toMatchObject([
      { pointer, message, answered: true },
    ]);
  });

  test('a policy that IAM takes has no problem', () => {
    expect(checkFile('identity policy', policy(good))).toEqual([]);
  });

  test('there is a problem exactly where IAM refuses', () => {
    const part = fc.constantFrom(
      undefined,
      null,
      1,
      '*',
      'ecr:*',
      'x',
      [],
      ['ecr:Get*', '*'],
      {},
      'Allow',
      'Deny',
      { AWS: '*' },
      { StringLike: { a: ['b'] } },
    );
    const statement = fc.record(
      Object.fromEntries(
        ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'Principal', 'Condition', 'Efect'].map((key) => [
          key,
          part,
        ]),
      ),
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(
        fc.oneof(statement, fc.array(statement)),
        fc.constantFrom('2012-10-17', '2013', undefined),
        (given, version) => {
          const text = JSON.stringify({ Version: version, Statement: given });
          let refused = false;
          try {
            readIdentityPolicy(text);
          } catch {
            refused = true;
          }
          return checkFile('identity policy', text).length > 0 === refused;
        },
      ),
    );
  });
});

describe('trust and repository policies', () => {
  test('a role trusts a service; a repository lets accounts in', () => {
    const trust = {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ],
    };
    expect(told('trust policy', JSON.stringify(trust))).toEqual([]);
    const repository = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: '210987654321' }, Action: ['ecr:BatchGetImage'] }],
    };
    expect(told('repository policy', JSON.stringify(repository))).toEqual([]);
  });

  test('what they must not have', () => {
    const text =
      '{"Statement": [{"Effect": "Allow", "Principal": {"AWS": "bob"}, "Action": "s3:GetObject", "Resource": "*"}]}';
    expect(checkFile('repository policy', text).map(({ pointer }) => pointer)).toEqual([
      '/Statement/0/Principal/AWS',
      '/Statement/0/Action',
      '/Statement/0/Resource',
    ]);
    expect(checkFile('trust policy', text).map(({ message }) => message)).toContain(
      'Has prohibited field Resource. What the policy stands on is meant.',
    );
  });
});

describe('lifecycle policy', () => {
  const rule = {
    rulePriority: 1,
    description: 'Keep the newest ten of everything that is here',
    selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 10 },
    action: { type: 'expire' },
  };
  const policy = (...rules: unknown[]) => JSON.stringify({ rules }, undefined, 2);

  test.each<[string, unknown, string]>([
    [
      'a tagged selection without tags',
      { ...rule, selection: { ...rule.selection, tagStatus: 'tagged' } },
      '/rules/0/selection',
    ],
    [
      'days without their unit',
      { ...rule, selection: { ...rule.selection, countType: 'sinceImagePushed' } },
      '/rules/0/selection',
    ],
    [
      'a count with a unit',
      { ...rule, selection: { ...rule.selection, countUnit: 'days' } },
      '/rules/0/selection/countUnit',
    ],
    [
      'a tagStatus that is none',
      { ...rule, selection: { ...rule.selection, tagStatus: 'all' } },
      '/rules/0/selection/tagStatus',
    ],
    ['an action that is none', { ...rule, action: { type: 'delete' } }, '/rules/0/action'],
    ['a priority that is none', { ...rule, rulePriority: 0 }, '/rules/0/rulePriority'],
    ['an unknown member', { ...rule, name: 'x' }, '/rules/0/name'],
  ])('%s', (_name, given, pointer) => {
    expect(checkFile('lifecycle policy', policy(given)).map((problem) => problem.pointer)).toEqual([pointer]);
  });

  test('a policy that ECR takes has no problem; two rules of one priority do', () => {
    expect(told('lifecycle policy', policy(rule))).toEqual([]);
    expect(checkFile('lifecycle policy', policy(rule, { ...rule })).map(({ pointer }) => pointer)).toEqual([
      '/rules/1/rulePriority',
    ]);
  });

  test('there is a problem exactly where ECR refuses', () => {
    const part = fc.constantFrom(
      undefined,
      null,
      0,
      1,
      14,
      'any',
      'tagged',
      'untagged',
      'imageCountMoreThan',
      'sinceImagePushed',
      'days',
      'expire',
      ['v*'],
      [],
    );
    const selection = fc.record(
      Object.fromEntries(
        ['tagStatus', 'tagPrefixList', 'countType', 'countUnit', 'countNumber'].map((key) => [key, part]),
      ),
      { requiredKeys: [] },
    );
    const anyRule = fc.record(
      {
        rulePriority: part,
        selection: fc.oneof(selection, part),
        action: fc.record({ type: part }),
        description: fc.constant('x'.repeat(80)),
      },
      { requiredKeys: ['description'] },
    );
    fc.assert(
      fc.property(fc.array(anyRule, { maxLength: 3 }), (rules) => {
        const text = policy(...rules);
        let refused = false;
        try {
          readPolicy(text);
        } catch {
          refused = true;
        }
        return checkFile('lifecycle policy', text).length > 0 === refused;
      }),
    );
  });
});

describe('AppSpec file', () => {
  const good = `version: 0.0
Resources:
  - TargetService:
      Type: AWS::ECS::Service
      Properties:
        TaskDefinition: <TASK_DEFINITION>
        LoadBalancerInfo:
          ContainerName: web
          ContainerPort: 80
        PlatformVersion: LATEST
        NetworkConfiguration:
          AwsvpcConfiguration:
            Subnets: [subnet-1]
            AssignPublicIp: ENABLED
Hooks:
  - AfterAllowTestTraffic: check-the-new-one
`;

  test('one that CodeDeploy takes has no problem, in YAML or JSON', () => {
    expect(told('AppSpec file', good)).toEqual([]);
    const json = {
      version: 0.0,
      Resources: [
        {
          TargetService: {
            Type: 'AWS::ECS::Service',
            Properties: {
              TaskDefinition: 'arn:aws:ecs:us-east-1:111222333444:task-definition/web:1',
              LoadBalancerInfo: { ContainerName: 'web', ContainerPort: 80 },
            },
          },
        },
      ],
    };
    expect(told('AppSpec file', JSON.stringify(json, undefined, 2))).toEqual([]);
  });

  test.each<[string, string, string]>([
    ['0.0', '1', 'APPSPEC-VERSION 1:10'],
    ['AWS::ECS::Service', 'AWS::ECS::Task', 'APPSPEC-VALUE 4:13'],
    ['<TASK_DEFINITION>', 'web:1', 'APPSPEC-VALUE 6:25'],
    ['ContainerPort: 80', 'ContainerPort: http', 'APPSPEC-VALUE 9:26'],
    ['          ContainerName: web\n', '', 'APPSPEC-REQUIRED 8:11'],
    ['ContainerName', 'Container', 'APPSPEC-UNKNOWN 8:11'],
    ['AssignPublicIp: ENABLED', 'AssignPublicIp: true', 'APPSPEC-TYPE 14:29'],
    ['AfterAllowTestTraffic', 'AfterTraffic', 'APPSPEC-UNKNOWN 16:5'],
    ['Subnets: [subnet-1]', 'Subnets: []', 'APPSPEC-SHAPE 13:22'],
    ['Resources:', 'Resources', 'APPSPEC-YAML 2:1'],
  ])('%s → %s', (from, to, expected) => {
    expect(told('AppSpec file', good.replace(from, to))).toContain(`error ${expected}`);
  });
});

test('no text of any kind is too strange to be checked', () => {
  const kinds: FileKind[] = [
    'Dockerfile',
    'identity policy',
    'trust policy',
    'repository policy',
    'lifecycle policy',
    'AppSpec file',
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...kinds),
      fc.oneof(
        fc.string(),
        fc.json(),
        fc
          .array(
            fc.constantFrom(
              'FROM',
              'a',
              'RUN',
              'COPY',
              '\n',
              '<<X',
              '\\',
              '"',
              '- ',
              'Hooks:',
              'Resources:',
              ' ',
            ),
          )
          .map((parts) => parts.join(' ')),
      ),
      (kind, text) => void checkFile(kind, text),
    ),
  );
});
