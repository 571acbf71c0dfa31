/** What Fargate does not have. */
import { each, type Context } from '../context.ts';
import { documentation } from '../documentation.ts';
import { topic, type Finding, type Rule } from '../rule.ts';

const container = '/containerDefinitions/0';
const linux = `${container}/linuxParameters`;

/** A member that Fargate refuses wherever it stands; an empty list does not count. */
function unsupported(
  id: string,
  member: string,
  places: (task: Context) => Iterable<[value: unknown, at: string]>,
  example: Rule['example']['change'],
  at: string,
  wording: Rule['wording'] = 'verbatim',
) {
  const message = `Fargate compatible task definitions do not support ${member}`;
  return {
    id,
    wording,
    condition: `FARGATE with ${member}`,
    message,
    *check(task: Context): Iterable<Finding> {
      if (!task.fargate) return;
      for (const [value, at] of places(task)) {
        if (value !== undefined && !(Array.isArray(value) && value.length === 0)) yield { at };
      }
    },
    fix: `Leave out "${at.split('/').findLast((step) => !/^\d+$/.test(step))}".`,
    example: { base: 'fargate' as const, change: example, at, says: message },
  };
}

function* inContainers(
  task: Context,
  read: (definition: Context['containers'][number]['definition']) => unknown,
  path: string,
) {
  for (const { definition, at } of task.containers)
    yield [read(definition), `${at}${path}`] as [unknown, string];
}

const awsvpcOnly = 'Fargate only supports network mode ‘awsvpc’.';

export const fargate: Rule[] = topic(documentation.fargate, [
  {
    id: 'FG-NETMODE',
    condition: 'FARGATE with another network mode than awsvpc (none given is bridge)',
    message: awsvpcOnly,
    *check({ fargate, definition: { networkMode } }) {
      if (!fargate || networkMode === 'awsvpc') return;
      if (networkMode === undefined) yield { at: '', missing: '/networkMode' };
      else if (['bridge', 'host', 'none'].includes(networkMode)) yield { at: '/networkMode' };
    },
    fix: 'Set "networkMode" to "awsvpc".',
    example: { base: 'fargate', change: { '/networkMode': 'bridge' }, at: '/networkMode', says: awsvpcOnly },
  },
  {
    id: 'FG-PRIVILEGED',
    condition: 'FARGATE with a privileged container',
    message: 'Fargate requires that the ‘privileged’ setting be ‘false’ at the container level.',
    *check({ fargate, containers }) {
      if (!fargate) return;
      for (const { definition, at } of containers)
        if (definition.privileged) yield { at: `${at}/privileged` };
    },
    fix: 'Leave out "privileged".',
    example: {
      base: 'fargate',
      change: { [`${container}/privileged`]: true },
      at: `${container}/privileged`,
      says: 'Fargate requires that the ‘privileged’ setting be ‘false’ at the container level.',
    },
  },
  unsupported(
    'FG-DEVICES',
    'devices',
    (task) =>
      inContainers(task, (definition) => definition.linuxParameters?.devices, '/linuxParameters/devices'),
    { [linux]: { devices: [{ hostPath: '/dev/fuse' }] } },
    `${linux}/devices`,
  ),
  unsupported(
    'FG-SHM',
    'sharedMemorySize',
    (task) =>
      inContainers(
        task,
        (definition) => definition.linuxParameters?.sharedMemorySize,
        '/linuxParameters/sharedMemorySize',
      ),
    { [linux]: { sharedMemorySize: 64 } },
    `${linux}/sharedMemorySize`,
  ),
  unsupported(
    'FG-MAXSWAP',
    'maxSwap',
    (task) =>
      inContainers(task, (definition) => definition.linuxParameters?.maxSwap, '/linuxParameters/maxSwap'),
    { [linux]: { maxSwap: 512 } },
    `${linux}/maxSwap`,
  ),
  unsupported(
    'FG-SWAPPINESS',
    'swappiness',
    (task) =>
      inContainers(
        task,
        (definition) => definition.linuxParameters?.swappiness,
        '/linuxParameters/swappiness',
      ),
    { [linux]: { swappiness: 60 } },
    `${linux}/swappiness`,
    'paraphrase',
  ),
  unsupported(
    'FG-DOCKERSECOPTS',
    'dockerSecurityOptions',
    (task) => inContainers(task, (definition) => definition.dockerSecurityOptions, '/dockerSecurityOptions'),
    { [`${container}/dockerSecurityOptions`]: ['no-new-privileges'] },
    `${container}/dockerSecurityOptions`,
  ),
  unsupported(
    'FG-DOCKERVOL',
    'dockerVolumeConfiguration',
    (task) =>
      task.volumes.map(({ volume, at }) => [
        volume.dockerVolumeConfiguration,
        `${at}/dockerVolumeConfiguration`,
      ]),
    { '/volumes/0': { name: 'uploads', dockerVolumeConfiguration: { scope: 'task' } } },
    '/volumes/0/dockerVolumeConfiguration',
  ),
  unsupported(
    'FG-SOURCEPATH',
    'sourcePath',
    (task) =>
      task.volumes.map(({ volume, at }) => [volume.host?.sourcePath || undefined, `${at}/host/sourcePath`]),
    { '/volumes/0': { name: 'uploads', host: { sourcePath: '/srv/uploads' } } },
    '/volumes/0/host/sourcePath',
  ),
  {
    ...unsupported(
      'FG-FSX',
      'fsxWindowsFileServerVolumeConfiguration',
      (task) =>
        task.volumes.map(({ volume, at }) => [
          volume.fsxWindowsFileServerVolumeConfiguration,
          `${at}/fsxWindowsFileServerVolumeConfiguration`,
        ]),
      {
        '/volumes/0': {
          name: 'uploads',
          fsxWindowsFileServerVolumeConfiguration: {
            fileSystemId: 'fs-0123456789abcdef0',
            rootDirectory: 'share',
            authorizationConfig: {
              credentialsParameter: 'arn:aws:ssm:eu-central-1:123456789012:parameter/fsx',
              domain: 'shop.example.com',
            },
          },
        },
      },
      '/volumes/0/fsxWindowsFileServerVolumeConfiguration',
      'paraphrase',
    ),
    documentation: documentation.fsx,
    unverified: true,
  },
  unsupported(
    'FG-IPCMODE',
    'ipcMode',
    (task) => [[task.definition.ipcMode, '/ipcMode']],
    { '/ipcMode': 'task' },
    '/ipcMode',
  ),
  unsupported(
    'FG-PLACEMENT',
    'constraints',
    (task) => [[task.definition.placementConstraints, '/placementConstraints']],
    { '/placementConstraints': [{ type: 'memberOf', expression: 'attribute:ecs.os-type == linux' }] },
    '/placementConstraints',
  ),
  {
    id: 'FG-CAP-ADD',
    condition: 'FARGATE with an added capability other than SYS_PTRACE',
    message: '{capability} is not allowed on Fargate.',
    *check({ fargate, containers }) {
      if (!fargate) return;
      for (const { definition, at } of containers) {
        const added = each(
          definition.linuxParameters?.capabilities?.add,
          `${at}/linuxParameters/capabilities/add`,
        );
        for (const [capability, at] of added)
          if (capability !== 'SYS_PTRACE') yield { at, values: { capability } };
      }
    },
    fix: 'Add no other capability than SYS_PTRACE.',
    example: {
      base: 'fargate',
      change: { [linux]: { capabilities: { add: ['SYS_PTRACE', 'NET_ADMIN'] } } },
      at: `${linux}/capabilities/add/1`,
      says: 'NET_ADMIN is not allowed on Fargate.',
    },
  },
  {
    id: 'FG-GPU',
    condition: 'FARGATE with a GPU requirement',
    message: 'Tasks using the Fargate launch type do not support GPU resource requirements.',
    *check({ fargate, containers }) {
      if (!fargate) return;
      for (const { definition, at } of containers) {
        for (const [{ type }, place] of each(definition.resourceRequirements, `${at}/resourceRequirements`)) {
          if (type === 'GPU') yield { at: place };
        }
      }
    },
    example: {
      base: 'fargate',
      change: { [`${container}/resourceRequirements`]: [{ type: 'GPU', value: '1' }] },
      at: `${container}/resourceRequirements/0`,
      says: 'Tasks using the Fargate launch type do not support GPU resource requirements.',
    },
  },
  {
    id: 'FG-PIDMODE',
    condition: 'FARGATE with pidMode host',
    message:
      "Tasks using the Fargate launch type do not support pidMode 'host'. The supported value for pidMode is 'task'.",
    *check({ fargate, definition }) {
      if (fargate && definition.pidMode === 'host') yield { at: '/pidMode' };
    },
    example: {
      base: 'fargate',
      change: { '/pidMode': 'host' },
      at: '/pidMode',
      says: "Tasks using the Fargate launch type do not support pidMode 'host'. The supported value for pidMode is 'task'.",
    },
  },
  {
    id: 'FG-STOPTIMEOUT',
    condition: 'FARGATE with a stop timeout above 120 seconds (120 itself registers)',
    message:
      'Tasks using the Fargate launch type must have a container stop timeout of less than 120 seconds.',
    *check({ fargate, containers }) {
      if (!fargate) return;
      for (const { definition, at } of containers)
        if ((definition.stopTimeout ?? 0) > 120) yield { at: `${at}/stopTimeout` };
    },
    example: {
      base: 'fargate',
      change: { [`${container}/stopTimeout`]: 121 },
      at: `${container}/stopTimeout`,
      says: 'Tasks using the Fargate launch type must have a container stop timeout of less than 120 seconds.',
    },
  },
  {
    id: 'FG-STARTTIMEOUT',
    wording: 'paraphrase',
    unverified: true,
    condition: 'FARGATE with a start timeout above 120 seconds',
    message:
      'Tasks using the Fargate launch type must have a container start timeout of at most 120 seconds.',
    *check({ fargate, containers }) {
      if (!fargate) return;
      for (const { definition, at } of containers)
        if ((definition.startTimeout ?? 0) > 120) yield { at: `${at}/startTimeout` };
    },
    example: {
      base: 'fargate',
      change: { [`${container}/startTimeout`]: 300 },
      at: `${container}/startTimeout`,
      says: 'Tasks using the Fargate launch type must have a container start timeout of at most 120 seconds.',
    },
  },
  {
    id: 'INFERENCE-RETIRED',
    documentation: documentation.inference,
    condition: 'inference accelerators, whatever the launch type',
    message: "Unsupported field 'inferenceAccelerators'.",
    *check({ definition }) {
      if (definition.inferenceAccelerators?.length) yield { at: '/inferenceAccelerators' };
    },
    fix: 'Leave out "inferenceAccelerators": Elastic Inference has ended.',
    example: {
      base: 'ec2',
      change: { '/inferenceAccelerators': [{ deviceName: 'device_1', deviceType: 'eia2.medium' }] },
      at: '/inferenceAccelerators',
      says: "Unsupported field 'inferenceAccelerators'.",
    },
  },
]);
