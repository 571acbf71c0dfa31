/** Volumes and where containers mount them. */
import type { Volume } from '@aws-sdk/client-ecs';
import { each, type Context } from '../context.ts';
import { documentation } from '../documentation.ts';
import { topic, type Rule } from '../rule.ts';

const container = '/containerDefinitions/0';
const mount = `${container}/mountPoints/0`;
const efs = '/volumes/0/efsVolumeConfiguration';

/** The members of a volume that say what it is, one of which it may have. */
const kinds = [
  'host',
  'dockerVolumeConfiguration',
  'efsVolumeConfiguration',
  's3filesVolumeConfiguration',
  'fsxWindowsFileServerVolumeConfiguration',
  'configuredAtLaunch',
] as const satisfies (keyof Volume)[];

function* efsVolumes(task: Context) {
  for (const { volume, at } of task.volumes) {
    const configuration = volume.efsVolumeConfiguration;
    if (configuration) yield { configuration, at: `${at}/efsVolumeConfiguration` };
  }
}

export const volumeRules: Rule[] = topic(documentation.volumes, [
  {
    id: 'VOL-NAME-EMPTY',
    wording: 'paraphrase',
    condition: 'a volume without a name',
    message: 'volume.name should not be null or empty.',
    *check({ volumes }) {
      for (const { volume, at } of volumes) if (!volume.name) yield { at, missing: `${at}/name` };
    },
    example: {
      base: 'ec2',
      change: { '/volumes/1': { host: { sourcePath: '/srv/cache' } } },
      at: '/volumes/1',
      says: 'volume.name should not be null or empty.',
    },
  },
  {
    id: 'VOL-NAME-CHARS',
    wording: 'paraphrase',
    condition: 'a volume name with other characters than letters, digits, - and _, or longer than 255',
    message: 'volume.name contains invalid characters.',
    *check({ volumes }) {
      for (const { volume, at } of volumes) {
        if (volume.name && !/^[A-Za-z0-9_-]{1,255}$/.test(volume.name)) yield { at: `${at}/name` };
      }
    },
    example: {
      base: 'ec2',
      change: { '/volumes/0/name': 'shop data', [`${mount}/sourceVolume`]: 'shop data' },
      at: '/volumes/0/name',
      says: 'volume.name contains invalid characters.',
    },
  },
  {
    id: 'VOL-NAME-DUP',
    wording: 'paraphrase',
    unverified: true,
    condition: 'two volumes with one name',
    message: "Volume names must be unique within a task definition: '{volume}' is used more than once.",
    *check({ volumes }) {
      const seen = new Set<string>();
      for (const { volume, at } of volumes) {
        if (!volume.name) continue;
        if (seen.has(volume.name)) yield { at: `${at}/name`, values: { volume: volume.name } };
        seen.add(volume.name);
      }
    },
    example: {
      base: 'ec2',
      change: { '/volumes/1': { name: 'data' } },
      at: '/volumes/1/name',
      says: "Volume names must be unique within a task definition: 'data' is used more than once.",
    },
  },
  {
    id: 'VOL-MULTI-TYPE',
    condition: 'a volume with more than one configuration',
    message: 'When the volume parameter is specified, only one volume configuration type should be used.',
    *check({ volumes }) {
      for (const { volume, at } of volumes) {
        if (kinds.filter((kind) => volume[kind] !== undefined && volume[kind] !== false).length > 1)
          yield { at };
      }
    },
    example: {
      base: 'ec2',
      change: { '/volumes/0/dockerVolumeConfiguration': { scope: 'task' } },
      at: '/volumes/0',
      says: 'When the volume parameter is specified, only one volume configuration type should be used.',
    },
  },
  {
    id: 'VOL-SRC-BLANK',
    condition: 'an empty host path',
    message: 'host.sourcePath should not be blank.',
    *check({ volumes }) {
      for (const { volume, at } of volumes) {
        if (volume.host?.sourcePath?.trim() === '') yield { at: `${at}/host/sourcePath` };
      }
    },
    fix: 'Leave out "sourcePath": Docker then keeps the volume where it likes.',
    example: {
      base: 'ec2',
      change: { '/volumes/0/host/sourcePath': '' },
      at: '/volumes/0/host/sourcePath',
      says: 'host.sourcePath should not be blank.',
    },
  },
  {
    id: 'VOL-EFS-IAM-TLS',
    documentation: documentation.efs,
    condition: 'EFS with IAM authorization and without transit encryption',
    message: 'EFS IAM authorization requires TransitEncryption to be enabled.',
    *check(task) {
      for (const { configuration, at } of efsVolumes(task)) {
        if (
          configuration.authorizationConfig?.iam !== 'ENABLED' ||
          configuration.transitEncryption === 'ENABLED'
        )
          continue;
        yield { at: `${at}/authorizationConfig/iam`, missing: `${at}/transitEncryption` };
      }
    },
    fix: 'Set "transitEncryption" to "ENABLED".',
    example: {
      base: 'fargate',
      change: { [`${efs}/transitEncryption`]: undefined, [`${efs}/authorizationConfig`]: { iam: 'ENABLED' } },
      at: `${efs}/authorizationConfig/iam`,
      says: 'EFS IAM authorization requires TransitEncryption to be enabled.',
    },
  },
  {
    id: 'VOL-EFS-AP-TLS',
    documentation: documentation.efs,
    wording: 'paraphrase',
    condition: 'EFS with an access point and without transit encryption',
    message: 'EFS access points require TransitEncryption to be enabled.',
    *check(task) {
      for (const { configuration, at } of efsVolumes(task)) {
        if (
          !configuration.authorizationConfig?.accessPointId ||
          configuration.transitEncryption === 'ENABLED'
        )
          continue;
        yield { at: `${at}/authorizationConfig/accessPointId`, missing: `${at}/transitEncryption` };
      }
    },
    fix: 'Set "transitEncryption" to "ENABLED".',
    example: {
      base: 'fargate',
      change: {
        [`${efs}/transitEncryption`]: 'DISABLED',
        [`${efs}/authorizationConfig`]: { accessPointId: 'fsap-0123456789abcdef0' },
      },
      at: `${efs}/authorizationConfig/accessPointId`,
      says: 'EFS access points require TransitEncryption to be enabled.',
    },
  },
  {
    id: 'VOL-EFS-AP-ROOT',
    documentation: documentation.efs,
    condition: 'EFS with an access point and another root directory than /',
    message: 'When using an EFS access point, the root directory must either be set to "/" or be omitted.',
    *check(task) {
      for (const { configuration, at } of efsVolumes(task)) {
        const { rootDirectory, authorizationConfig } = configuration;
        if (!authorizationConfig?.accessPointId || rootDirectory === undefined || rootDirectory === '/')
          continue;
        yield { at: `${at}/rootDirectory` };
      }
    },
    example: {
      base: 'fargate',
      change: {
        [`${efs}/rootDirectory`]: '/uploads',
        [`${efs}/authorizationConfig`]: { accessPointId: 'fsap-0123456789abcdef0' },
      },
      at: `${efs}/rootDirectory`,
      says: 'When using an EFS access point, the root directory must either be set to "/" or be omitted.',
    },
  },
  {
    id: 'VOL-EFS-PORT-TLS',
    documentation: documentation.efs,
    condition: 'EFS with a port for transit encryption, which is not on',
    message: 'TransitEncryptionPort requires that TransitEncryption is enabled.',
    *check(task) {
      for (const { configuration, at } of efsVolumes(task)) {
        if (
          configuration.transitEncryptionPort === undefined ||
          configuration.transitEncryption === 'ENABLED'
        )
          continue;
        yield { at: `${at}/transitEncryptionPort`, missing: `${at}/transitEncryption` };
      }
    },
    example: {
      base: 'fargate',
      change: { [`${efs}/transitEncryption`]: undefined, [`${efs}/transitEncryptionPort`]: 2999 },
      at: `${efs}/transitEncryptionPort`,
      says: 'TransitEncryptionPort requires that TransitEncryption is enabled.',
    },
  },
  {
    id: 'VOL-DOCKER-AUTOPROVISION',
    documentation: documentation.dockerVolumes,
    condition: 'a Docker volume of scope task (the default) with autoprovision false',
    message:
      "When 'scope' parameter is 'task', 'autoprovision' must either not be specified or set to 'True'.",
    *check({ volumes }) {
      for (const { volume, at } of volumes) {
        const { scope = 'task', autoprovision } = volume.dockerVolumeConfiguration ?? {};
        if (scope === 'task' && autoprovision === false)
          yield {
            at: `${at}/dockerVolumeConfiguration/autoprovision`,
            missing: `${at}/dockerVolumeConfiguration/scope`,
          };
      }
    },
    example: {
      base: 'ec2',
      change: {
        '/volumes/0': { name: 'data', dockerVolumeConfiguration: { scope: 'task', autoprovision: false } },
      },
      at: '/volumes/0/dockerVolumeConfiguration/autoprovision',
      says: "When 'scope' parameter is 'task', 'autoprovision' must either not be specified or set to 'True'.",
    },
  },
  {
    id: 'VOL-DOCKER-DRIVER-EMPTY',
    documentation: documentation.dockerVolumes,
    condition: 'a Docker volume with an empty driver',
    message: 'volume.dockerVolumeConfiguration.driver should not be null or empty.',
    *check({ volumes }) {
      for (const { volume, at } of volumes) {
        if (volume.dockerVolumeConfiguration?.driver === '')
          yield { at: `${at}/dockerVolumeConfiguration/driver` };
      }
    },
    example: {
      base: 'ec2',
      change: { '/volumes/0': { name: 'data', dockerVolumeConfiguration: { scope: 'task', driver: '' } } },
      at: '/volumes/0/dockerVolumeConfiguration/driver',
      says: 'volume.dockerVolumeConfiguration.driver should not be null or empty.',
    },
  },
  {
    id: 'VOL-CAL-MULTI',
    wording: 'paraphrase',
    condition: 'two volumes configured at launch',
    message: 'Only one volume can be configured at launch in a task definition.',
    *check({ volumes }) {
      for (const { at } of volumes.filter(({ volume }) => volume.configuredAtLaunch).slice(1)) {
        yield { at: `${at}/configuredAtLaunch` };
      }
    },
    example: {
      base: 'fargate',
      change: {
        '/volumes/1': { name: 'cache', configuredAtLaunch: true },
        '/volumes/2': { name: 'scratch', configuredAtLaunch: true },
        [`${container}/mountPoints/1`]: { sourceVolume: 'cache', containerPath: '/cache' },
        [`${container}/mountPoints/2`]: { sourceVolume: 'scratch', containerPath: '/scratch' },
      },
      at: '/volumes/2/configuredAtLaunch',
      says: 'Only one volume can be configured at launch in a task definition.',
    },
  },
  {
    id: 'VOL-CAL-UNREFERENCED',
    condition: 'a volume configured at launch that no container mounts',
    message: 'Volumes [{volumes}] are not referenced by any of the containers',
    *check({ volumes, containers }) {
      if (containers.length === 0) return;
      const mounted = new Set(
        containers.flatMap(({ definition }) =>
          [...each(definition.mountPoints, '')].map(([{ sourceVolume }]) => sourceVolume),
        ),
      );
      const idle = volumes.filter(
        ({ volume }) => volume.configuredAtLaunch && volume.name && !mounted.has(volume.name),
      );
      if (idle[0])
        yield { at: idle[0].at, values: { volumes: idle.map(({ volume }) => volume.name).join(', ') } };
    },
    fix: 'Mount the volume in a container, or leave it out.',
    example: {
      base: 'fargate',
      change: { '/volumes/1': { name: 'scratch', configuredAtLaunch: true } },
      at: '/volumes/1',
      says: 'Volumes [scratch] are not referenced by any of the containers',
    },
  },
  {
    id: 'VOL-FSX-LINUX',
    wording: 'paraphrase',
    unverified: true,
    condition: 'an FSx for Windows File Server volume in a Linux task',
    message: 'FSx for Windows File Server volumes are only supported for Windows containers.',
    *check({ definition, volumes }) {
      if (definition.runtimePlatform?.operatingSystemFamily !== 'LINUX') return;
      for (const { volume, at } of volumes) {
        if (volume.fsxWindowsFileServerVolumeConfiguration)
          yield { at: `${at}/fsxWindowsFileServerVolumeConfiguration` };
      }
    },
    example: {
      base: 'ec2',
      change: {
        '/runtimePlatform': { operatingSystemFamily: 'LINUX' },
        '/volumes/0': {
          name: 'data',
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
      at: '/volumes/0/fsxWindowsFileServerVolumeConfiguration',
      says: 'FSx for Windows File Server volumes are only supported for Windows containers.',
    },
  },
  {
    id: 'VOL-UNKNOWN',
    condition: 'a mount point of a volume that is not in the task',
    message: "Unknown volume '{volume}'.",
    *check({ containers, volumes }) {
      const known = new Set(volumes.map(({ volume }) => volume.name));
      for (const { definition, at } of containers) {
        for (const [{ sourceVolume }, place] of each(definition.mountPoints, `${at}/mountPoints`)) {
          if (sourceVolume === undefined || known.has(sourceVolume)) continue;
          yield { at: `${place}/sourceVolume`, values: { volume: sourceVolume }, missing: '/volumes' };
        }
      }
    },
    fix: 'Add the volume to "volumes", or name one that is there.',
    example: {
      base: 'ec2',
      change: { [`${mount}/sourceVolume`]: 'nope' },
      at: `${mount}/sourceVolume`,
      says: "Unknown volume 'nope'.",
    },
  },
  {
    id: 'MOUNT-PATH',
    wording: 'paraphrase',
    condition: 'a mount point without a path in the container',
    message: 'mountPoint.containerPath should not be null or empty.',
    *check({ containers }) {
      for (const { definition, at } of containers) {
        for (const [{ containerPath }, place] of each(definition.mountPoints, `${at}/mountPoints`)) {
          if (!containerPath) yield { at: place, missing: `${place}/containerPath` };
        }
      }
    },
    example: {
      base: 'ec2',
      change: { [`${mount}/containerPath`]: undefined },
      at: mount,
      says: 'mountPoint.containerPath should not be null or empty.',
    },
  },
  {
    id: 'VOLFROM-UNKNOWN',
    condition: 'volumesFrom of a container that is not in the task',
    message: "Invalid 'volumesFrom' setting. Unknown container: '{container}'.",
    *check({ containers, byName }) {
      for (const { definition, at } of containers) {
        for (const [{ sourceContainer }, place] of each(definition.volumesFrom, `${at}/volumesFrom`)) {
          if (sourceContainer === undefined || byName.has(sourceContainer)) continue;
          yield { at: `${place}/sourceContainer`, values: { container: sourceContainer } };
        }
      }
    },
    example: {
      base: 'ec2',
      change: { [`${container}/volumesFrom`]: [{ sourceContainer: 'nope' }] },
      at: `${container}/volumesFrom/0/sourceContainer`,
      says: "Invalid 'volumesFrom' setting. Unknown container: 'nope'.",
    },
  },
]);
