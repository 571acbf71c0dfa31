import { describe, expect, test } from 'vitest';
import type { PullOutput, PushOutput } from '../../../simulator/docker/index.ts';
import { host, openEngine, outputOf, principal, refusalOf, type Engine } from '../docker/engine.ts';
import { runOne, webDefinition, type Hands } from '../cloud.ts';

type Cloud = Pick<Hands, 'cloud' | 'ask' | 'wind'>;

/** The engine's cloud, for the helpers that run tasks. */
function handsOf({ cloud }: Engine): Cloud {
  return {
    cloud,
    ask: (service, operation, input = {}) =>
      outputOf(
        cloud.apply({
          type: 'call',
          at: cloud.now,
          call: { service, operation, input, region: 'us-east-1', principal },
        }),
      ),
    wind: (ms) => void cloud.apply({ type: 'clock', at: cloud.now + ms }),
  };
}

function taskOf(one: Cloud, image: string, more: object = {}) {
  const arn = runOne(one, {
    ...webDefinition,
    ...more,
    containerDefinitions: [{ ...webDefinition.containerDefinitions[0], image }],
  });
  one.wind(180_000);
  return one.ask('ecs', 'DescribeTasks', { cluster: 'harbour', tasks: [arn] }).tasks[0];
}

const arm = { runtimePlatform: { cpuArchitecture: 'ARM64', operatingSystemFamily: 'LINUX' } };

/** An engine that is logged in, with an image for one platform pushed as `web:<tag>`. */
function withPushed(platform: string): { engine: Engine; pushed: PushOutput } {
  const engine = openEngine();
  outputOf(
    engine.call('ImageBuild', {
      dockerfile: 'FROM nginx:alpine\n',
      files: {},
      platform,
      tags: [`${host}/web:v1`],
    }),
  );
  outputOf(engine.ecr('CreateRepository', { repositoryName: 'web' }));
  outputOf(engine.login());
  return { engine, pushed: outputOf(engine.call('ImagePush', { reference: `${host}/web:v1` })) };
}

describe('one way to resolve', () => {
  test.each([
    'httpd:2.4',
    'public.ecr.aws/docker/library/nginx:alpine',
    'mcr.microsoft.com/dotnet/aspnet:8.0',
  ])('%s has one digest for docker pull and for a task', (reference) => {
    const engine = openEngine();
    const { digest } = outputOf<PullOutput>(engine.call('ImagePull', { reference }));
    expect(taskOf(handsOf(engine), reference).containers[0].imageDigest).toBe(digest);
    // By digest it is the same image, and docker has nothing to fetch.
    const name = reference.slice(0, reference.lastIndexOf(':'));
    expect(outputOf<PullOutput>(engine.call('ImagePull', { reference: `${name}@${digest}` }))).toMatchObject({
      digest,
      newer: false,
    });
  });

  test('a pull through cache serves what the upstream registry has, to ECS as well', () => {
    const engine = openEngine();
    const { digest } = outputOf<PullOutput>(
      engine.call('ImagePull', { reference: 'public.ecr.aws/docker/library/httpd:2.4' }),
    );
    outputOf(
      engine.ecr('CreatePullThroughCacheRule', {
        ecrRepositoryPrefix: 'gallery',
        upstreamRegistryUrl: 'public.ecr.aws',
      }),
    );
    const task = taskOf(handsOf(engine), `${host}/gallery/docker/library/httpd:2.4`);
    expect([task.lastStatus, task.containers[0].imageDigest]).toEqual(['RUNNING', digest]);
    expect(
      outputOf<{ imageDetails: object[] }>(
        engine.ecr('DescribeImages', {
          repositoryName: 'gallery/docker/library/httpd',
          imageIds: [{ imageTag: '2.4' }],
        }),
      ).imageDetails,
    ).toMatchObject([{ imageDigest: digest, lastRecordedPullTime: expect.anything() }]);
  });

  test('a public registry of this world is pulled from by both', () => {
    const { engine } = withPushed('linux/amd64');
    const one = handsOf(engine);
    const { repository } = one.ask('ecr-public', 'CreateRepository', { repositoryName: 'web' });
    expect(refusalOf(engine.call('ImagePull', { reference: `${repository.repositoryUri}:v1` }))).toBe(
      `manifest for ${repository.repositoryUri}:v1 not found: manifest unknown: Requested image not found`,
    );
    expect(taskOf(one, `${repository.repositoryUri}:v1`).stoppedReason).toBe(
      `CannotPullContainerError: pull image manifest has been retried 7 time(s): failed to resolve ref ${repository.repositoryUri}:v1: ${repository.repositoryUri}:v1: not found`,
    );
  });
});

describe('platforms', () => {
  test('an index has a member for each of its platforms', () => {
    const engine = openEngine();
    const one = outputOf<PullOutput>(engine.call('ImagePull', { reference: 'httpd:2.4' }));
    const other = outputOf<PullOutput>(
      engine.call('ImagePull', { reference: 'httpd:2.4', platform: 'linux/arm64' }),
    );
    expect(other.digest).toBe(one.digest);
    expect(
      outputOf<{ Architecture: string }>(engine.call('ImageInspect', { reference: 'httpd:2.4' }))
        .Architecture,
    ).toBe('arm64');
    expect(taskOf(handsOf(engine), 'httpd:2.4', arm).lastStatus).toBe('RUNNING');
  });

  test('an index without a member for the platform cannot be pulled', () => {
    const engine = openEngine();
    const windows = {
      runtimePlatform: { cpuArchitecture: 'X86_64', operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' },
    };
    const task = taskOf(handsOf(engine), 'httpd:2.4', { ...windows, cpu: '1024', memory: '2048' });
    expect(task.stoppedReason).toBe(
      "CannotPullContainerError: pull image manifest has been retried 7 time(s): image Manifest does not contain descriptor matching platform 'windows/amd64'",
    );
    expect(refusalOf(engine.call('ImagePull', { reference: 'httpd:2.4', platform: 'linux/s390x' }))).toBe(
      'no matching manifest for linux/s390x in the manifest list entries: no match for platform in manifest: not found',
    );
  });

  test('an image for one other platform is pulled, and its programs cannot run', () => {
    const { engine, pushed } = withPushed('linux/amd64');
    const task = taskOf(handsOf(engine), `${host}/web:v1`, arm);
    expect(task.containers[0]).toMatchObject({ imageDigest: pushed.digest, exitCode: 255 });
    expect(task.stoppedReason).toBe('Essential container in task exited');
  });
});

describe('permissions', () => {
  test('docker pull asks for each layer that it lacks', () => {
    const { engine } = withPushed('linux/amd64');
    const { docker } = engine.cloud.state;
    const pull = () => engine.call('ImagePull', { reference: `${host}/web:v1` });
    docker.images.clear();
    docker.references.clear();
    docker.layers.clear();
    outputOf(
      engine.ecr('SetRepositoryPolicy', {
        repositoryName: 'web',
        policyText: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Deny', Principal: '*', Action: 'ecr:GetDownloadUrlForLayer' }],
        }),
      }),
    );
    expect(refusalOf(pull())).toBe(
      'error pulling image configuration: download failed after attempts=1: denied: User: arn:aws:iam::123456789012:user/learner is not authorized to perform: ecr:GetDownloadUrlForLayer on resource: arn:aws:ecr:us-east-1:123456789012:repository/web with an explicit deny in a resource-based policy',
    );
    outputOf(engine.ecr('DeleteRepositoryPolicy', { repositoryName: 'web' }));
    expect(outputOf<PullOutput>(pull()).newer).toBe(true);
  });
});
