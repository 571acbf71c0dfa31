import { shortName } from '../scope.ts';
import type { Container, Task } from '../state.ts';
import { reportedStatus } from './container-machine.ts';
import { definitionsOf, registeredOf } from './containers.ts';
import type { TaskScope } from './life.ts';

/** Where a container on Fargate finds what is known of it (task metadata endpoint version 4). */
const host = '169.254.170.2';

export function metadataUri({ runtimeId = '' }: Container): string {
  return `http://${host}/v4/${runtimeId}`;
}

const iso = (date: number | undefined) => (date === undefined ? undefined : new Date(date).toISOString());

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v4-fargate-response.html */
function containerMetadata(task: Task, container: Container, scope: TaskScope): object {
  const definition = definitionsOf(task, scope).get(container.name);
  const { networkInterface } = task;
  return {
    DockerId: container.runtimeId,
    Name: container.name,
    DockerName: container.name,
    Image: container.image,
    ImageID: container.imageDigest,
    Labels: {
      'com.amazonaws.ecs.cluster': `arn:aws:ecs:${scope.region}:${scope.accountId}:cluster/${task.cluster}`,
      'com.amazonaws.ecs.container-name': container.name,
      'com.amazonaws.ecs.task-arn': task.arn,
      'com.amazonaws.ecs.task-definition-family': registeredOf(task, scope).family,
      'com.amazonaws.ecs.task-definition-version': task.definition.slice(
        task.definition.lastIndexOf(':') + 1,
      ),
    },
    DesiredStatus: task.desiredStatus,
    KnownStatus: reportedStatus(container.status),
    Limits: {
      CPU: definition?.cpu ?? 0,
      ...(definition?.memory === undefined ? {} : { Memory: definition.memory }),
    },
    CreatedAt: iso(container.startedAt),
    StartedAt: iso(container.startedAt),
    Type: 'NORMAL',
    ...(container.health === undefined ? {} : { Health: { status: container.health } }),
    ...(container.restarts === undefined ? {} : { RestartCount: container.restarts }),
    Networks: [
      {
        NetworkMode: registeredOf(task, scope).networkMode ?? 'bridge',
        IPv4Addresses: [networkInterface.privateIpv4Address],
        MACAddress: networkInterface.macAddress,
        PrivateDNSName: `ip-${networkInterface.privateIpv4Address.replaceAll('.', '-')}.ec2.internal`,
      },
    ],
    ContainerARN: container.arn,
    Snapshotter: 'overlayfs',
  };
}

function taskMetadata(task: Task, scope: TaskScope): object {
  const { family } = registeredOf(task, scope);
  return {
    Cluster: `arn:aws:ecs:${scope.region}:${scope.accountId}:cluster/${task.cluster}`,
    TaskARN: task.arn,
    Family: family,
    Revision: shortName(task.definition).split(':')[1],
    DesiredStatus: task.desiredStatus,
    KnownStatus: task.status,
    Limits: { CPU: Number(task.cpu) / 1024, Memory: Number(task.memory) },
    PullStartedAt: iso(task.times.pullStartedAt),
    PullStoppedAt: iso(task.times.pullStoppedAt),
    AvailabilityZone: task.availabilityZone,
    LaunchType: task.launchType,
    Containers: task.containers.map((container) => containerMetadata(task, container, scope)),
  };
}

/** What the endpoint answers to a container of the task: undefined for what is not it. */
export function metadataAnswer(
  task: Task,
  container: Container,
  { host: asked, path }: { host: string; path: string },
  scope: TaskScope,
): { status: number; body: string } | undefined {
  if (asked !== host) return undefined;
  const rest = /^\/v4\/[^/]+(\/.*)?$/.exec(path)?.[1] ?? (path.startsWith('/v4/') ? '' : 'none');
  const found = {
    '': containerMetadata,
    '/': containerMetadata,
    '/task': (of: Task) => taskMetadata(of, scope),
  }[rest];
  if (!found) return { status: 404, body: '404 page not found\n' };
  return { status: 200, body: `${JSON.stringify(found(task, container, scope))}\n` };
}
