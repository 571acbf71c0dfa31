/** The values that fit a place of a task definition, beyond what its type says. */
import { publicImages } from '../../../simulator/images/index.ts';
import { cpuUnits, fargateSizes, fargateWindowsCpu } from '../../../simulator/ecs/task-definition/sizes.ts';
import type { Path } from '../json/cursor.ts';
import { nodeAt, textAt, valueOf, type Node } from '../json/tree.ts';
import type { Surroundings } from './surroundings.ts';

/** A value that can stand at a place, as JSON, and what it means. */
export interface Value {
  value: unknown;
  detail?: string;
}

/** The definition that is being written, as far as it can be read. */
interface Draft {
  root: Node | undefined;
  path: Path;
  fargate: boolean;
  around: Surroundings;
}

type Source = (draft: Draft) => Iterable<Value>;

const plain = (values: readonly unknown[], detail?: string): Value[] =>
  values.map((value) => ({ value, ...(detail ? { detail } : {}) }));

const containersOf = ({ root }: Draft) => {
  const list = nodeAt(root, ['containerDefinitions']);
  return list?.kind === 'array' ? list.items : [];
};
const namesOf = (nodes: readonly Node[]) => nodes.flatMap((node) => textAt(node, ['name']) ?? []);
/** The container that the place is in. */
const own = ({ root, path }: Draft) => nodeAt(root, path.slice(0, 2));
const others = (draft: Draft) => namesOf(containersOf(draft).filter((node) => node !== own(draft)));
const isWindows = ({ root }: Draft) =>
  textAt(root, ['runtimePlatform', 'operatingSystemFamily'])?.startsWith('WINDOWS') ?? false;

const gigabytes = (mebibytes: number) => `${mebibytes / 1024} GB`;

/** Regions that commercial accounts have from the start (https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html). */
const regions = [
  'us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'eu-central-1', 'eu-west-1', 'eu-west-2', 'eu-west-3',
  'eu-north-1', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2',
  'sa-east-1',
]; // prettier-ignore

/** What `add` and `drop` take (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_KernelCapabilities.html). */
const capabilities = [
  'ALL', 'AUDIT_CONTROL', 'AUDIT_WRITE', 'BLOCK_SUSPEND', 'CHOWN', 'DAC_OVERRIDE', 'DAC_READ_SEARCH', 'FOWNER', 'FSETID',
  'IPC_LOCK', 'IPC_OWNER', 'KILL', 'LEASE', 'LINUX_IMMUTABLE', 'MAC_ADMIN', 'MAC_OVERRIDE', 'MKNOD', 'NET_ADMIN',
  'NET_BIND_SERVICE', 'NET_BROADCAST', 'NET_RAW', 'SETFCAP', 'SETGID', 'SETPCAP', 'SETUID', 'SYS_ADMIN', 'SYS_BOOT',
  'SYS_CHROOT', 'SYS_MODULE', 'SYS_NICE', 'SYS_PACCT', 'SYS_PTRACE', 'SYS_RAWIO', 'SYS_RESOURCE', 'SYS_TIME',
  'SYS_TTY_CONFIG', 'SYSLOG', 'WAKE_ALARM',
]; // prettier-ignore

function* images({ around }: Draft): Generator<Value> {
  yield* plain(around.images(), 'in your registry');
  for (const { name, tags } of publicImages) {
    const short = name.replace(/^docker\.io\/(library\/)?/, '');
    yield { value: `${short}:${tags[0] ?? 'latest'}`, detail: 'public' };
  }
}

const roles: Source = ({ around }) => [
  ...plain(around.roles(), 'in your account'),
  ...(around.roles().length > 0 ? [] : plain([`arn:aws:iam::${around.account}:role/ecsTaskExecutionRole`])),
];

function* conditions(draft: Draft): Generator<Value> {
  const name = textAt(draft.root, [...draft.path.slice(0, -1), 'containerName']);
  const target = containersOf(draft).find((node) => name !== undefined && textAt(node, ['name']) === name);
  yield { value: 'START', detail: 'it has started' };
  if (!target || valueOf(nodeAt(target, ['essential'])) === false) {
    yield { value: 'SUCCESS', detail: 'it has ended with exit code 0' };
    yield { value: 'COMPLETE', detail: 'it has ended' };
  }
  if (!target || nodeAt(target, ['healthCheck']))
    yield { value: 'HEALTHY', detail: 'its health check passes' };
}

function* memories(draft: Draft): Generator<Value> {
  const cpu = cpuUnits(textAt(draft.root, ['cpu']) ?? '');
  const sizes = cpu === undefined ? undefined : fargateSizes.get(cpu);
  if (draft.fargate && sizes)
    for (const size of sizes) yield { value: String(size), detail: gigabytes(size) };
  else
    for (const size of [512, 1024, 2048, 4096, 8192]) yield { value: String(size), detail: gigabytes(size) };
}

const logOptions: Readonly<Record<string, Source>> = {
  'awslogs-group': ({ around, root }) => [
    ...plain(around.logGroups(), 'log group'),
    { value: `/ecs/${textAt(root, ['family']) ?? 'app'}` },
  ],
  'awslogs-region': ({ around }) => [
    { value: around.region, detail: 'the region that you work in' },
    ...plain(regions.filter((region) => region !== around.region)),
  ],
  'awslogs-stream-prefix': (draft) => plain([textAt(own(draft), ['name']) ?? 'ecs']),
  'awslogs-create-group': () => plain(['true', 'false']),
  mode: () => [
    { value: 'non-blocking', detail: 'the container goes on when logs cannot be sent' },
    { value: 'blocking', detail: 'the container waits when logs cannot be sent' },
  ],
  'max-buffer-size': () => plain(['25m', '10m']),
  'config-file-type': ({ fargate }) => plain(fargate ? ['file'] : ['file', 's3']),
  'config-file-value': () => plain(['/fluent-bit/configs/parse-json.conf']),
  'enable-ecs-log-metadata': () => plain(['true', 'false']),
};

/** Sources by place; list indices are `[]`. */
const sources: Readonly<Record<string, Source>> = {
  cpu: (draft) =>
    [...fargateSizes.keys()]
      .filter((units) => !isWindows(draft) || fargateWindowsCpu.includes(units))
      .map((units) => ({ value: String(units), detail: `${units / 1024} vCPU` })),
  memory: memories,
  networkMode: ({ fargate }) => plain(fargate ? ['awsvpc'] : ['awsvpc', 'bridge', 'host', 'none']),
  executionRoleArn: roles,
  taskRoleArn: ({ around }) => plain(around.roles(), 'in your account'),
  pidMode: ({ fargate }) => plain(fargate ? ['task'] : ['host', 'task']),
  'proxyConfiguration.containerName': (draft) => plain(namesOf(containersOf(draft))),
  'containerDefinitions[].image': images,
  'containerDefinitions[].dependsOn[].containerName': (draft) => plain(others(draft), 'container'),
  'containerDefinitions[].dependsOn[].condition': conditions,
  'containerDefinitions[].volumesFrom[].sourceContainer': (draft) => plain(others(draft), 'container'),
  'containerDefinitions[].links[]': (draft) => plain(others(draft), 'container'),
  'containerDefinitions[].mountPoints[].sourceVolume': ({ root }) => {
    const volumes = nodeAt(root, ['volumes']);
    return plain(volumes?.kind === 'array' ? namesOf(volumes.items) : [], 'volume');
  },
  'containerDefinitions[].healthCheck.command': ({ root, path }) => {
    const port = valueOf(nodeAt(root, [...path.slice(0, 2), 'portMappings', 0, 'containerPort'])) ?? 80;
    return [
      {
        value: ['CMD-SHELL', `curl -f http://localhost:${String(port)}/ || exit 1`],
        detail: 'a command line',
      },
      { value: ['CMD', '/healthcheck'], detail: 'a program' },
    ];
  },
  'containerDefinitions[].logConfiguration.logDriver': ({ fargate }) =>
    plain([
      'awslogs',
      'awsfirelens',
      'splunk',
      ...(fargate ? [] : ['json-file', 'syslog', 'journald', 'gelf', 'fluentd']),
    ]),
  'containerDefinitions[].linuxParameters.capabilities.add[]': ({ fargate }) =>
    plain(fargate ? ['SYS_PTRACE'] : capabilities),
  'containerDefinitions[].linuxParameters.capabilities.drop[]': () => plain(capabilities),
  'containerDefinitions[].secrets[].valueFrom': ({ around }) => plain(around.secrets(), 'in your account'),
  'containerDefinitions[].resourceRequirements[].value': () => plain(['1', '2']),
  'volumes[].efsVolumeConfiguration.fileSystemId': ({ around }) => plain(around.fileSystems(), 'file system'),
};

const placeOf = (path: Path) =>
  path.map((step, index) => (typeof step === 'number' ? '[]' : `${index > 0 ? '.' : ''}${step}`)).join('');

/** The values that fit at `path`; nothing when only the type decides. */
export function valuesAt(root: Node | undefined, path: Path, around: Surroundings): Value[] | undefined {
  const compatibilities = valueOf(nodeAt(root, ['requiresCompatibilities']));
  const fargate = Array.isArray(compatibilities) && compatibilities.includes('FARGATE');
  const draft: Draft = { root, path, fargate, around };
  const place = placeOf(path);
  const option = /(?:logConfiguration|firelensConfiguration)\.options\.(.+)$/.exec(place)?.[1];
  const source = option === undefined ? sources[place] : logOptions[option];
  if (!source) return undefined;
  const seen = new Set<unknown>();
  return [...source(draft)].filter(({ value }) => !seen.has(value) && seen.add(value));
}

const driverOptions: Readonly<Record<string, readonly string[]>> = {
  awslogs: [
    'awslogs-group',
    'awslogs-region',
    'awslogs-stream-prefix',
    'awslogs-create-group',
    'awslogs-datetime-format',
    'awslogs-multiline-pattern',
    'mode',
    'max-buffer-size',
  ],
  splunk: [
    'splunk-url',
    'splunk-token',
    'splunk-source',
    'splunk-sourcetype',
    'splunk-index',
    'splunk-format',
    'tag',
  ],
  awsfirelens: [
    'Name',
    'region',
    'log_group_name',
    'log_stream_prefix',
    'auto_create_group',
    'delivery_stream',
  ],
  'json-file': ['max-size', 'max-file', 'labels', 'env', 'compress'],
  syslog: ['syslog-address', 'syslog-facility', 'syslog-format', 'tag'],
  fluentd: ['fluentd-address', 'fluentd-async', 'tag'],
  gelf: ['gelf-address', 'gelf-compression-type', 'tag'],
  journald: ['tag', 'labels', 'env'],
};

/** Keys of a map, which the model leaves open: options of the log driver and of FireLens. */
export function keysAt(root: Node | undefined, path: Path): readonly string[] {
  const place = placeOf(path);
  if (place.endsWith('firelensConfiguration.options'))
    return ['enable-ecs-log-metadata', 'config-file-type', 'config-file-value'];
  if (!place.endsWith('logConfiguration.options')) return [];
  return driverOptions[textAt(root, [...path.slice(0, -1), 'logDriver']) ?? ''] ?? [];
}
