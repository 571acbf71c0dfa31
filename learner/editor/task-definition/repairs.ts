/** Repairs of what the service refuses, by rule. */
import { find } from '../../../simulator/ecs/task-definition/json.ts';
import { cpuUnits, fargateSizes, memoryMiB } from '../../../simulator/ecs/task-definition/sizes.ts';
import { stepOf, type Edit } from '../json/edits.ts';
import type { Patient, Repair } from './fix.ts';
import { remove } from './shape-repairs.ts';
import {
  add,
  addVolume,
  awslogs,
  body,
  clamp,
  cleaned,
  combination,
  containers,
  dependencyTarget,
  encrypted,
  executionRole,
  filled,
  fix,
  free,
  logOptions,
  logRouter,
  otherContainer,
  parent,
  proxyProperty,
  put,
  read,
  removeItem,
  renamed,
  roleOf,
  s3Arn,
  shorten,
  unique,
} from './repair-actions.ts';

type Json = Record<string, unknown>;

const all = (ids: string, repair: Repair) => Object.fromEntries(ids.split(' ').map((id) => [id, repair]));

export const repairs: Readonly<Record<string, Repair>> = {
  ...all(
    'TAGS-EMPTY ROLE-EMPTY AWSVPC-LINKS AWSVPC-HOSTNAME AWSVPC-EXTRAHOSTS AWSVPC-DNSSERVERS AWSVPC-DNSSEARCH ' +
      'AWSVPC-DISABLENET LINKS-NETMODE PORT-MATCH-AWSVPC PORT-MATCH-HOST PORT-ZERO-AWSVPC PORT-NETMODE-NONE ' +
      'FG-PRIVILEGED FG-DEVICES FG-SHM FG-MAXSWAP FG-SWAPPINESS FG-DOCKERSECOPTS FG-DOCKERVOL FG-SOURCEPATH FG-FSX FG-IPCMODE ' +
      'FG-PLACEMENT INFERENCE-RETIRED EPHEMERAL-EC2 WIN-PIDMODE WIN-IPCMODE WIN-LINUXPARAMS VOL-SRC-BLANK ' +
      'VOL-DOCKER-DRIVER-EMPTY VOL-DOCKER-AUTOPROVISION VOL-EFS-AP-ROOT VOL-CAL-UNREFERENCED VOL-CAL-MULTI ' +
      'FIRELENS-UNUSED FIRELENS-MULTI FAULT-NETMODE PROXY-AWSVPC WIN-ARM64 LINKS-CYCLE DEP-CYCLE VOL-FSX-LINUX',
    remove,
  ),
  ...all(
    'FG-CAP-ADD FG-GPU SECRET-DUP SECRET-ENV-DUP ENV-DUP TAG-KEY-DUP DEP-SELF PORT-NAME-DUP PORT-DUP-HOST PORT-DUP-AWSVPC PORT-PROTO-BOTH PLACEMENT-EXPR ENVFILE-EXT',
    removeItem,
  ),
  'FAMILY-CHARS': put(cleaned),
  'NAME-CHARS': renamed(cleaned),
  'VOL-NAME-CHARS': renamed(cleaned),
  'TAG-KEY-LEN': put(
    (patient) =>
      String(read(patient, patient.at))
        .replaceAll(/[^\p{L}\p{Z}\p{N}_.:/=+\-@]/gu, '-')
        .slice(0, 128) || 'key',
  ),
  'TAG-VALUE-LEN': put((patient) =>
    String(read(patient, patient.at))
      .replaceAll(/[^\p{L}\p{Z}\p{N}_.:/=+\-@]/gu, '-')
      .slice(0, 256),
  ),
  'TAG-AWS-PREFIX': put((patient) => String(read(patient, patient.at)).replace(/^(aws:)+/i, '') || undefined),
  'HC-COMMAND-EMPTY': ({ root, at }) => remove({ root, at: parent(at) } as Patient),
  ...all('NAME-DUP VOL-NAME-DUP', unique),
  'PORT-NAME-CHARS': put(
    (patient) =>
      String(read(patient, patient.at))
        .toLowerCase()
        .replaceAll(/[^a-z0-9_-]+/g, '-')
        .replace(/^-+/, '')
        .slice(0, 64) || 'http',
  ),
  ...all(
    'FAMILY-EMPTY',
    put(() => 'app'),
  ),
  'NAME-EMPTY': add('name', (patient) => free(patient, 'app', parent(patient.at))),
  'CONTAINERS-EMPTY': put(() => [{ name: 'app', image: 'nginx:latest', memory: 512 }]),
  'TAGS-MAX': shorten(50),
  'PLACEMENT-MAX': shorten(10),
  'RESTART-EXITCODES': shorten(50),
  'ENVFILE-MAX': shorten(10),
  'CREDSPEC-MAX': shorten(1),
  'PORT-RANGE-MAX': shorten(100),
  'ENVFILE-ARN': s3Arn,
  'FIRELENS-S3-ARN': s3Arn,
  'FIRELENS-ROUTER-MISSING': logRouter,
  ...all('PROXY-PROPS PROXY-UID', proxyProperty),
  'SECRET-ARN': filled,
  'SECRET-SSM-NAME': (patient) =>
    patient.around
      .secrets()
      .slice(0, 3)
      .map((secret) => fix(patient, `Use ${secret}`, [patient.at, secret])),
  'IMAGE-DIGEST': put((patient) => String(read(patient, patient.at)).split('@')[0]),
  'IMAGE-EMPTY': add('image', ({ around }) => around.images()[0] ?? 'nginx:latest'),
  'IMAGE-CHARS': (patient) => [
    ...filled(patient),
    ...patient.around
      .images()
      .slice(0, 3)
      .map((image) => fix(patient, `Use ${image}`, [patient.at, image])),
  ],
  'ROLE-INVALID': (patient) => [
    ...filled(patient),
    ...[...new Set([...patient.around.roles().slice(0, 3), roleOf(patient)])].map((role) =>
      fix(patient, `Use ${role}`, [patient.at, role]),
    ),
  ],
  'ESSENTIAL-REQUIRED': (patient) => [
    fix(patient, `Make the first container essential`, [`${patient.at}/0/essential`, true]),
  ],
  'MEM-REQUIRED': add('memory', () => 512),
  'MEM-POSITIVE': put(() => 512),
  'MEM-MIN': put(() => 6),
  'MEM-LT-RESERVATION': put((patient) => read(patient, `${parent(patient.at)}/memoryReservation`)),
  'MEM-OVER-TASK': put((patient) => memoryMiB(String(read(patient, `${body(patient)}/memory`)))),
  'TASK-CPU-INVALID': put(() => '256'),
  'TASK-MEM-INVALID': put((patient) => {
    const match = /^(\d+(?:\.\d+)?)\s*(g|m)/i.exec(String(read(patient, patient.at)));
    if (!match) return '512';
    return String(Math.round(Number(match[1]) * (match[2]!.toLowerCase() === 'g' ? 1024 : 1)));
  }),
  'FG-NETMODE': add('/networkMode', () => 'awsvpc'),
  'MI-NETMODE': add('/networkMode', () => 'awsvpc'),
  'EXTERNAL-AWSVPC': add('/networkMode', () => 'bridge'),
  'FG-CPU-REQUIRED': (patient) => {
    const memory = memoryMiB(String(read(patient, `${body(patient)}/memory`)));
    const units =
      [...fargateSizes].find(([, sizes]) => memory !== undefined && sizes.includes(memory))?.[0] ?? 256;
    return add('/cpu', () => String(units))(patient);
  },
  'FG-MEM-REQUIRED': (patient) => {
    const cpu = cpuUnits(String(read(patient, `${body(patient)}/cpu`)));
    return add('/memory', () => String(fargateSizes.get(cpu ?? 256)?.[0] ?? 512))(patient);
  },
  'FG-CPU-MEM-COMBO': combination,
  'FG-WIN-CPU': (patient) => [
    fix(
      patient,
      'Set "cpu" to "1024" and "memory" to "2048"',
      [`${body(patient)}/cpu`, '1024'],
      [`${body(patient)}/memory`, '2048'],
    ),
  ],
  'FG-PIDMODE': put(() => 'task'),
  'FG-STOPTIMEOUT': clamp(2, 120),
  'FG-STARTTIMEOUT': clamp(2, 120),
  'STOPTIMEOUT-MIN': clamp(2, 120),
  'STARTTIMEOUT-MIN': clamp(2, 120),
  ...all('FG-LOGDRIVER ENUM-LOGDRIVER', (patient) => [
    fix(patient, 'Use "awslogs"', [
      parent(patient.at),
      { logDriver: 'awslogs', options: logOptions(patient) },
    ]),
  ]),
  ...all('FG-EXECROLE-ECR FG-EXECROLE-LOGS REPOCRED-EXECROLE SECRETS-EXECROLE', executionRole),
  'AWSLOGS-OPTIONS': awslogs('awslogs-group', 'awslogs-region'),
  'FG-AWSLOGS-PREFIX': awslogs('awslogs-stream-prefix'),
  'EPHEMERAL-RANGE': clamp(21, 200),
  'PORT-HOST-INVALID': remove,
  'PORT-CONTAINER-INVALID': (patient) =>
    stepOf(patient.at) === 'containerPort'
      ? [fix(patient, 'Set "containerPort" to 80', [patient.at, 80])]
      : [fix(patient, 'Set "containerPort" to 80', [`${patient.at}/containerPort`, 80])],
  'PORT-RANGE-INVALID': put((patient) => {
    const [one, other] = String(read(patient, patient.at)).split('-').map(Number);
    return one && other && one > other ? `${other}-${one}` : undefined;
  }),
  'PORT-RANGE-AND-SINGLE': (patient) => [
    fix(patient, 'Remove "containerPortRange"', [`${patient.at}/containerPortRange`, undefined]),
  ],
  'PORT-RANGE-NETMODE': removeItem,
  'HC-INTERVAL': clamp(5, 300),
  'HC-INTERVAL-MIN': clamp(5, 300),
  'HC-TIMEOUT': clamp(2, 60),
  'HC-TIMEOUT-MIN': clamp(2, 60),
  'HC-RETRIES': clamp(1, 10),
  'HC-RETRIES-MIN': clamp(1, 10),
  'HC-STARTPERIOD': clamp(0, 300),
  'HC-STARTPERIOD-MIN': clamp(0, 300),
  'HC-COMMAND-FORM': (patient) => {
    const at = parent(patient.at);
    const command = read(patient, at) as unknown[];
    return ['CMD', 'CMD-SHELL'].map((form) =>
      fix(patient, `Begin with "${form}"`, [at, [form, ...(form === 'CMD' ? command : [command.join(' ')])]]),
    );
  },
  'RESTART-PERIOD': clamp(60, 1800),
  'SWAPPINESS-RANGE': clamp(0, 100),
  'TMPFS-SIZE': put(() => 64),
  'ULIMIT-SOFT-HARD': put((patient) => read(patient, `${parent(patient.at)}/hardLimit`)),
  'GPU-VALUE': put(() => '1'),
  'DEP-UNKNOWN': otherContainer,
  'VOLFROM-UNKNOWN': otherContainer,
  'LINKS-UNKNOWN': otherContainer,
  'PROXY-CONTAINER': otherContainer,
  'DEP-ESSENTIAL': (patient) =>
    dependencyTarget(
      patient,
      (target) => ['Make "{}" not essential', `${target}/essential`, false],
      // Another container has to be essential then.
      (index) => containers(patient).some((each, other) => other !== index && each['essential'] !== false),
    ),
  'DEP-HEALTHY': (patient) =>
    dependencyTarget(patient, (target) => [
      'Give "{}" a health check',
      `${target}/healthCheck`,
      { command: ['CMD-SHELL', 'curl -f http://localhost/ || exit 1'] },
    ]),
  'VOL-UNKNOWN': addVolume,
  'VOL-NAME-EMPTY': add('name', (patient) => free(patient, 'data', parent(patient.at))),
  'MOUNT-PATH': add('containerPath', () => '/data'),
  ...all('VOL-EFS-IAM-TLS VOL-EFS-AP-TLS VOL-EFS-PORT-TLS', encrypted),
  'FG-FIRELENS-S3': remove,
  'VOL-MULTI-TYPE': (patient) => {
    const value = read(patient, patient.at) as Json;
    return Object.keys(value)
      .filter((key) => key !== 'name')
      .map((key) => fix(patient, `Remove "${key}"`, [`${patient.at}/${key}`, undefined]));
  },
  'DUPLICATE-KEY': ({ text, root, at, problem }) => {
    const owner = find(root, parent(at))?.node;
    if (owner?.kind !== 'object') return [];
    const start = offsetOf(text, problem.line, problem.column);
    const index = owner.members.findIndex(({ keySpan }) => keySpan.start === start);
    const next = owner.members[index + 1];
    const gone: Edit[] = next ? [{ start, end: next.keySpan.start, text: '' }] : [];
    return [{ title: 'Remove this one', edits: gone }];
  },
};

/** The offset of a line and column, both from 1. */
function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let count = 1; count < line; count++) start = text.indexOf('\n', start) + 1;
  return start + column - 1;
}
