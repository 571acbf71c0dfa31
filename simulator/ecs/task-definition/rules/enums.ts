/** Values outside the service's lists. The shape check finds them; here they get their names and words. */
import { documentation } from '../documentation.ts';
import { fill, topic, type Rule } from '../rule.ts';
import { shapes } from '../shape.generated.js';

interface EnumRule {
  id: string;
  /** The shape in the model whose list it is. */
  shape: string;
  /** What such a value is called. */
  what: string;
  /** Where the example puts a wrong value. */
  base: 'fargate' | 'ec2';
  at: string;
  value: unknown;
  wrong: string;
  also?: string[];
}

const container = '/containerDefinitions/0';

export const enumRules: EnumRule[] = [
  {
    id: 'ENUM-NETMODE',
    shape: 'NetworkMode',
    what: 'network mode',
    base: 'fargate',
    at: '/networkMode',
    value: 'vpc',
    wrong: 'vpc',
  },
  {
    id: 'ENUM-COMPAT',
    shape: 'Compatibility',
    what: 'compatibility',
    base: 'fargate',
    at: '/requiresCompatibilities/1',
    value: 'LAMBDA',
    wrong: 'LAMBDA',
  },
  {
    id: 'ENUM-OS',
    shape: 'OSFamily',
    what: 'operating system family',
    base: 'fargate',
    at: '/runtimePlatform/operatingSystemFamily',
    value: 'UBUNTU',
    wrong: 'UBUNTU',
  },
  {
    id: 'ENUM-ARCH',
    shape: 'CPUArchitecture',
    what: 'CPU architecture',
    base: 'fargate',
    at: '/runtimePlatform/cpuArchitecture',
    value: 'AMD64',
    wrong: 'AMD64',
  },
  {
    id: 'ENUM-PIDMODE',
    shape: 'PidMode',
    what: 'PID mode',
    base: 'ec2',
    at: '/pidMode',
    value: 'private',
    wrong: 'private',
  },
  {
    id: 'ENUM-IPCMODE',
    shape: 'IpcMode',
    what: 'IPC mode',
    base: 'ec2',
    at: '/ipcMode',
    value: 'private',
    wrong: 'private',
  },
  {
    id: 'ENUM-PROTOCOL',
    shape: 'TransportProtocol',
    what: 'protocol',
    base: 'fargate',
    at: `${container}/portMappings/0/protocol`,
    value: 'http',
    wrong: 'http',
  },
  {
    id: 'ENUM-APPPROTOCOL',
    shape: 'ApplicationProtocol',
    what: 'application protocol',
    base: 'fargate',
    at: `${container}/portMappings/0/appProtocol`,
    value: 'https',
    wrong: 'https',
  },
  {
    id: 'ENUM-CONDITION',
    shape: 'ContainerCondition',
    what: 'dependency condition',
    base: 'fargate',
    at: '/containerDefinitions/1/dependsOn/0/condition',
    value: 'STARTED',
    wrong: 'STARTED',
  },
  {
    id: 'ENUM-ULIMIT',
    shape: 'UlimitName',
    what: 'ulimit name',
    base: 'ec2',
    at: `${container}/ulimits/0/name`,
    value: 'files',
    wrong: 'files',
  },
  {
    id: 'ENUM-ENVFILE',
    shape: 'EnvironmentFileType',
    what: 'environment file type',
    base: 'fargate',
    at: `${container}/environmentFiles`,
    value: [{ type: 'file', value: 'arn:aws:s3:::shop-config/web.env' }],
    wrong: 'file',
  },
  {
    id: 'ENUM-RESREQ',
    shape: 'ResourceType',
    what: 'resource type',
    base: 'ec2',
    at: `${container}/resourceRequirements`,
    value: [{ type: 'TPU', value: '1' }],
    wrong: 'TPU',
  },
  {
    id: 'ENUM-FIRELENS',
    shape: 'FirelensConfigurationType',
    what: 'FireLens type',
    base: 'ec2',
    at: `${container}/firelensConfiguration`,
    value: { type: 'logstash' },
    wrong: 'logstash',
    also: ['FIRELENS-UNUSED'],
  },
  {
    id: 'ENUM-SCOPE',
    shape: 'Scope',
    what: 'volume scope',
    base: 'ec2',
    at: '/volumes/0',
    value: { name: 'data', dockerVolumeConfiguration: { scope: 'service' } },
    wrong: 'service',
  },
  {
    id: 'ENUM-EFS-TE',
    shape: 'EFSTransitEncryption',
    what: 'transit encryption setting',
    base: 'fargate',
    at: '/volumes/0/efsVolumeConfiguration/transitEncryption',
    value: 'true',
    wrong: 'true',
  },
  {
    id: 'ENUM-EFS-IAM',
    shape: 'EFSAuthorizationConfigIAM',
    what: 'IAM authorization setting',
    base: 'fargate',
    at: '/volumes/0/efsVolumeConfiguration/authorizationConfig/iam',
    value: 'true',
    wrong: 'true',
  },
  {
    id: 'ENUM-PLACEMENT',
    shape: 'TaskDefinitionPlacementConstraintType',
    what: 'placement constraint type',
    base: 'ec2',
    at: '/placementConstraints',
    value: [{ type: 'distinctInstance' }],
    wrong: 'distinctInstance',
  },
  {
    id: 'ENUM-PROXY',
    shape: 'ProxyConfigurationType',
    what: 'proxy type',
    base: 'fargate',
    at: '/proxyConfiguration',
    value: { type: 'ENVOY', containerName: 'agent' },
    wrong: 'ENVOY',
  },
  {
    id: 'ENUM-VERSIONCONSISTENCY',
    shape: 'VersionConsistency',
    what: 'version consistency setting',
    base: 'fargate',
    at: `${container}/versionConsistency`,
    value: 'on',
    wrong: 'on',
  },
  {
    id: 'ENUM-DEVICE-PERM',
    shape: 'DeviceCgroupPermission',
    what: 'device permission',
    base: 'ec2',
    at: `${container}/linuxParameters/devices`,
    value: [{ hostPath: '/dev/dri', permissions: ['execute'] }],
    wrong: 'execute',
  },
];

/** Where in the example's value the wrong one stands. */
const inside: Record<string, string> = {
  'ENUM-ENVFILE': '/0/type',
  'ENUM-RESREQ': '/0/type',
  'ENUM-FIRELENS': '/type',
  'ENUM-SCOPE': '/dockerVolumeConfiguration/scope',
  'ENUM-PLACEMENT': '/0/type',
  'ENUM-PROXY': '/type',
  'ENUM-DEVICE-PERM': '/0/permissions/0',
};

const message = '{value} is not a valid {what}. Must be one of [{values}]';

export const enums: Rule[] = topic(
  documentation.registerTaskDefinition,
  enumRules.map(({ id, shape, what, base, at, value, wrong, also }) => {
    const values = shapes[shape]!.enum!;
    return {
      id,
      wording: 'paraphrase',
      condition: `a ${what} other than ${values.join(', ')}`,
      message: fill(message, { what, values: values.join(',') }),
      fix: `Use one of ${values.join(', ')}.`,
      example: {
        base,
        change: { [at]: value },
        at: at + (inside[id] ?? ''),
        says: fill(message, { value: wrong, what, values: values.join(',') }),
        ...(also ? { also } : {}),
      },
    };
  }),
);
