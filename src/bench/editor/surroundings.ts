import { viewOf } from '../../../learner/bench/index.ts';
import type { Surroundings } from '../../../learner/editor/task-definition/surroundings.ts';
import type { BenchUi } from '../ui.ts';

type Repositories = { repositories: { repositoryName: string; repositoryUri: string }[] };
type Images = { imageIds: { imageTag?: string }[] };

/** What the learner's cloud has now, as the editor's completions and fixes want it; each answer is kept until something changes. */
export function surroundingsOf(ui: BenchUi): Surroundings {
  const { bench } = ui;
  let at = -1;
  let view = viewOf(bench);
  const kept = new Map<string, readonly string[]>();
  const fresh = () => {
    if (at === ui.version.peek()) return;
    at = ui.version.peek();
    view = viewOf(bench);
    kept.clear();
  };
  const list = (name: string, read: () => readonly string[]) => () => {
    fresh();
    const known = kept.get(name) ?? read();
    kept.set(name, known);
    return known;
  };
  const call = <Output>(service: string, operation: string, input?: object) =>
    view.call<Output>(service, operation, input);
  return {
    region: bench.region,
    account: '123456789012',
    images: list('images', () =>
      (call<Repositories>('ecr', 'DescribeRepositories')?.repositories ?? []).flatMap(
        ({ repositoryName, repositoryUri }) =>
          (call<Images>('ecr', 'ListImages', { repositoryName })?.imageIds ?? []).flatMap(({ imageTag }) =>
            imageTag === undefined ? [] : [`${repositoryUri}:${imageTag}`],
          ),
      ),
    ),
    roles: list('roles', () =>
      (call<{ Roles: { Arn: string; AssumeRolePolicyDocument?: string }[] }>('iam', 'ListRoles')?.Roles ?? [])
        .filter(({ AssumeRolePolicyDocument: trust = '' }) => decodeURIComponent(trust).includes('ecs-tasks'))
        .map(({ Arn }) => Arn),
    ),
    logGroups: list('logGroups', () =>
      (call<{ logGroups: { logGroupName: string }[] }>('logs', 'DescribeLogGroups')?.logGroups ?? []).map(
        ({ logGroupName }) => logGroupName,
      ),
    ),
    secrets: list('secrets', () =>
      (call<{ SecretList: { ARN: string }[] }>('secretsmanager', 'ListSecrets')?.SecretList ?? []).map(
        ({ ARN }) => ARN,
      ),
    ),
    fileSystems: list('fileSystems', () =>
      (
        call<{ FileSystems: { FileSystemId: string }[] }>('efs', 'DescribeFileSystems')?.FileSystems ?? []
      ).map(({ FileSystemId }) => FileSystemId),
    ),
  };
}
