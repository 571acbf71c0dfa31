/** Ways to mend a definition that several rules share. */
import { find, type JsonNode } from '../../../simulator/ecs/task-definition/json.ts';
import { cpuUnits, fargateSizes, memoryMiB } from '../../../simulator/ecs/task-definition/sizes.ts';
import { removal, setting } from '../json/edits.ts';
import type { Fix, Patient, Repair } from './fix.ts';
import { placeholdersIn } from './placeholders.ts';
import { lastName } from './shape-repairs.ts';

type Json = Record<string, unknown>;

export const read = ({ root }: Patient, pointer: string): unknown => find(root, pointer)?.node.value;
export const parent = (pointer: string) => pointer.slice(0, pointer.lastIndexOf('/'));
/** The definition's own pointer: inside the answer of describe-task-definition when it is wrapped. */
export const body = ({ at, value }: Patient) =>
  at.startsWith('/taskDefinition') && !('containerDefinitions' in value) ? '/taskDefinition' : '';
const containerOf = (at: string) => /^(.*?\/containerDefinitions\/\d+)/.exec(at)?.[1] ?? at;
export const containers = (patient: Patient) =>
  (read(patient, `${body(patient)}/containerDefinitions`) ?? []) as Json[];

export function fix(patient: Patient, title: string, ...changes: [pointer: string, value: unknown][]): Fix {
  const { text, root } = patient;
  const edits = changes.flatMap(([pointer, value]) =>
    value === undefined ? removal(root, pointer) : setting(text, root, pointer, value),
  );
  return { title, edits };
}

/** Sets the value at the problem's own place. */
export const put =
  (value: (patient: Patient) => unknown): Repair =>
  (patient) => {
    const put = value(patient);
    return put === undefined
      ? []
      : [fix(patient, `Set "${lastName(patient.at)}" to ${JSON.stringify(put)}`, [patient.at, put])];
  };

/** Sets a member of the place, or of the definition when the name begins with a slash. */
export const add =
  (name: string, value: (patient: Patient) => unknown): Repair =>
  (patient) => {
    const put = value(patient);
    const at = name.startsWith('/') ? body(patient) + name : `${patient.at}/${name}`;
    return put === undefined
      ? []
      : [fix(patient, `Set "${lastName(at)}" to ${JSON.stringify(put)}`, [at, put])];
  };

export const clamp = (low: number, high: number) =>
  put((patient) => Math.min(high, Math.max(low, Number(read(patient, patient.at)))));

/** The name without what names may not have. */
export function cleaned(patient: Patient): string | undefined {
  const value = String(read(patient, patient.at))
    .trim()
    .replaceAll(/[^A-Za-z0-9_-]+/g, '-');
  return value.replace(/^-+|-+$/g, '').slice(0, 255) || undefined;
}

/** Members that name a container or a volume. */
const references = /"(?:containerName|sourceContainer|sourceVolume)"$/;

/** Gives a container or volume another name, also where it is named. */
export const renamed =
  (name: (patient: Patient) => string | undefined): Repair =>
  (patient) => {
    const { text, root, at } = patient;
    const before = read(patient, at);
    const after = name(patient);
    if (after === undefined) return [];
    const edits = setting(text, root, at, after);
    const volume = /\/volumes\/\d+\/name$/.test(at);
    const visit = (node: JsonNode) => {
      if (node.kind === 'array') return node.items.forEach(visit);
      if (node.kind !== 'object') return;
      for (const { key, node: value } of node.members) {
        if (value.kind !== 'string') visit(value);
        else if (value.value === before && references.test(`"${key}"`) && volume === (key === 'sourceVolume'))
          edits.push({ start: value.start, end: value.end, text: JSON.stringify(after) });
      }
    };
    visit(root);
    return [{ title: `Rename to "${after}"`, edits }];
  };

/** A name that no other item of the list has. */
export function free(patient: Patient, name: string, list: string): string {
  const items = read(patient, list);
  const taken = Array.isArray(items) ? items.map((item) => (item as Json)['name']) : [];
  if (!taken.includes(name)) return name;
  for (let count = 2; ; count++) if (!taken.includes(`${name}-${count}`)) return `${name}-${count}`;
}

/** Another name than the others have. */
export const unique = put((patient) =>
  free(patient, String(read(patient, patient.at)), parent(parent(patient.at))),
);

/** Keeps as many items as there may be. */
export const shorten =
  (most: number): Repair =>
  (patient) => {
    const list = read(patient, patient.at) as unknown[];
    return [fix(patient, `Keep the first ${most === 1 ? 'one' : most}`, [patient.at, list.slice(0, most)])];
  };

/** Fills in the account and the region that a placeholder stands for. */
export const filled: Repair = (patient) => {
  const before = String(read(patient, patient.at));
  let after = before;
  for (const { text, value } of placeholdersIn(before, patient.around))
    if (value !== undefined) after = after.replace(text, () => value);
  return after === before ? [] : [fix(patient, `Fill the placeholders in: ${after}`, [patient.at, after])];
};

/** An object in S3, written as a URL, as its ARN. */
export const s3Arn: Repair = (patient) => {
  const value = String(read(patient, patient.at));
  const match =
    /^s3:\/\/([^/]+)\/(.+)$/.exec(value) ?? /^https:\/\/([^./]+)\.s3[^/]*\.amazonaws\.com\/(.+)$/.exec(value);
  const arn = match && `arn:aws:s3:::${match[1]}/${match[2]}`;
  return arn ? [fix(patient, `Write ${arn}`, [patient.at, arn])] : [];
};

/** Adds the property that the App Mesh proxy lacks. */
export const proxyProperty: Repair = (patient) => {
  const samples: [test: RegExp, name: string, value: string][] = [
    [/^Ignored UID/, 'IgnoredUID', '1337'],
    [/^Ingress/, 'ProxyIngressPort', '15000'],
    [/^Egress port/, 'ProxyEgressPort', '15001'],
    [/^App ports/, 'AppPorts', '8080'],
    [/^Egress ignored/, 'EgressIgnoredIPs', '169.254.170.2,169.254.169.254'],
  ];
  const [, name, value] = samples.find(([test]) => test.test(patient.problem.message)) ?? [];
  const at = patient.at.endsWith('/properties') ? patient.at : `${patient.at}/properties`;
  const list = read(patient, at);
  const index = Array.isArray(list) ? list.length : 0;
  return name ? [fix(patient, `Add "${name}"`, [`${at}/${index}`, { name, value }])] : [];
};

/** Adds the container that collects the logs of the others. */
export const logRouter: Repair = (patient) => {
  const list = `${body(patient)}/containerDefinitions`;
  const router = {
    name: free(patient, 'log_router', list),
    image: 'public.ecr.aws/aws-observability/aws-for-fluent-bit:stable',
    essential: true,
    memoryReservation: 50,
    firelensConfiguration: { type: 'fluentbit' },
  };
  return [fix(patient, 'Add a log router container', [`${list}/${containers(patient).length}`, router])];
};

export const roleOf = ({ around }: Patient) =>
  around.roles().find((role) => /execution/i.test(role)) ??
  `arn:aws:iam::${around.account}:role/ecsTaskExecutionRole`;
export const executionRole = add('/executionRoleArn', roleOf);

export const removeItem: Repair = (patient) => {
  const { root, at } = patient;
  const item = /^(.*\/\d+)(?:\/[^/]*)?$/.exec(at)?.[1];
  return item
    ? [{ title: `Remove this entry of "${lastName(parent(item))}"`, edits: removal(root, item) }]
    : [];
};

export function* combination(patient: Patient): Generator<Fix> {
  const top = body(patient);
  const cpu = cpuUnits(String(read(patient, `${top}/cpu`)));
  const memory = memoryMiB(String(read(patient, `${top}/memory`)));
  if (cpu === undefined || memory === undefined) return;
  const sizes = fargateSizes.get(cpu);
  const near = sizes?.toSorted((a, b) => Math.abs(a - memory) - Math.abs(b - memory))[0];
  if (near !== undefined) yield fix(patient, `Set "memory" to "${near}"`, [`${top}/memory`, String(near)]);
  const fitting = [...fargateSizes].filter(([, list]) => list.includes(memory)).map(([units]) => units);
  const units = fitting.toSorted((a, b) => Math.abs(a - cpu) - Math.abs(b - cpu))[0];
  if (units !== undefined) yield fix(patient, `Set "cpu" to "${units}"`, [`${top}/cpu`, String(units)]);
  if (near === undefined && units === undefined)
    yield fix(
      patient,
      'Set "cpu" to "256" and "memory" to "512"',
      [`${top}/cpu`, '256'],
      [`${top}/memory`, '512'],
    );
}

export function logOptions(patient: Patient): Json {
  const container = containerOf(patient.at);
  const top = body(patient);
  const family = read(patient, `${top}/family`);
  const name = read(patient, `${container}/name`);
  return {
    'awslogs-group': `/ecs/${typeof family === 'string' ? family : 'app'}`,
    'awslogs-region': patient.around.region,
    'awslogs-stream-prefix': typeof name === 'string' && name !== '' ? name : 'ecs',
  };
}

/** Puts the options in that awslogs lacks. */
export const awslogs =
  (...names: string[]): Repair =>
  (patient) => {
    const at = `${containerOf(patient.at)}/logConfiguration/options`;
    const given = (read(patient, at) ?? {}) as Json;
    const wanted = Object.entries(logOptions(patient)).filter(
      ([name]) => names.includes(name) && !given[name],
    );
    const added = {
      ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== '')),
      ...Object.fromEntries(wanted),
    };
    return [fix(patient, `Add ${wanted.map(([name]) => `"${name}"`).join(' and ')}`, [at, added])];
  };

export function* dependencyTarget(
  patient: Patient,
  change: (target: string) => [string, string, unknown],
  allowed: (index: number) => boolean = () => true,
): Generator<Fix> {
  const name = read(patient, `${parent(patient.at)}/containerName`);
  const index = containers(patient).findIndex((each) => each['name'] === name);
  if (index >= 0 && allowed(index)) {
    const [title, pointer, value] = change(`${body(patient)}/containerDefinitions/${index}`);
    yield fix(patient, title.replace('{}', String(name)), [pointer, value]);
  }
  yield fix(patient, 'Set "condition" to "START"', [patient.at, 'START']);
}

export const addVolume: Repair = (patient) => {
  const name = read(patient, patient.at);
  const volumes = `${body(patient)}/volumes`;
  const list = read(patient, volumes);
  const others = (Array.isArray(list) ? list : [])
    .map((each) => (each as Json)['name'])
    .filter((each) => typeof each === 'string');
  return [
    fix(patient, `Add the volume "${String(name)}"`, [
      `${volumes}/${others.length === 0 && !Array.isArray(list) ? 0 : (list as unknown[]).length}`,
      { name },
    ]),
    ...others.map((other) => fix(patient, `Mount "${other as string}"`, [patient.at, other])),
  ];
};

/** Names another container of the task instead. */
export const otherContainer: Repair = (patient) => {
  const own = read(patient, `${containerOf(patient.at)}/name`);
  const names = containers(patient).map((each) => each['name']);
  return [
    ...names
      .filter((name) => typeof name === 'string' && name !== own)
      .slice(0, 3)
      .map((name) => fix(patient, `Name "${String(name)}"`, [patient.at, name])),
    ...removeItem(patient),
  ];
};

export const encrypted: Repair = (patient) => {
  const at = /^(.*\/efsVolumeConfiguration)/.exec(patient.at)?.[1];
  return at
    ? [fix(patient, 'Set "transitEncryption" to "ENABLED"', [`${at}/transitEncryption`, 'ENABLED'])]
    : [];
};
