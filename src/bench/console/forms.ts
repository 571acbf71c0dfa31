import { filled, type Field, type Form, type Surroundings, type Values } from './form.ts';

const options = (...values: readonly string[]) => values.map((value) => ({ value, label: value }));
const list = (text: string) => text.split(',').filter(Boolean);

/** Clusters that tasks can run in. */
const clusterField: Field = {
  id: 'cluster',
  label: 'Cluster',
  kind: 'choice',
  complaint: /cluster/i,
  none: 'There is no cluster: create one first.',
  options: ({ state }) =>
    options(
      ...[...(state?.ecs.clusters.values() ?? [])]
        .filter(({ status }) => status === 'ACTIVE')
        .map(({ name }) => name),
    ),
};

const definitionField: Field = {
  id: 'taskDefinition',
  label: 'Task definition',
  kind: 'choice',
  complaint: /task ?definition/i,
  none: 'There is no task definition: register one first.',
  options: ({ state }) =>
    options(
      ...[...(state?.ecs.families.values() ?? [])].flatMap(({ name, revisions }) =>
        revisions
          .filter(({ status }) => status === 'ACTIVE')
          .map(({ revision }) => `${name}:${revision}`)
          .reverse(),
      ),
    ),
};

const networkFields: readonly Field[] = [
  {
    id: 'launchType',
    label: 'Launch type',
    kind: 'choice',
    options: () => options('FARGATE', 'EC2'),
    complaint: /launch type|capacity|container instances/i,
  },
  {
    id: 'subnets',
    label: 'Subnets',
    kind: 'several',
    initial: ({ state }) => state?.vpc.subnets[0]?.subnetId ?? '',
    options: ({ state }) =>
      (state?.vpc.subnets ?? []).map(({ subnetId, availabilityZone }) => ({
        value: subnetId,
        label: `${availabilityZone} · ${subnetId}`,
      })),
    complaint: /subnet|network configuration/i,
    when: ({ launchType }) => launchType === 'FARGATE',
  },
  {
    id: 'publicIp',
    label: 'Give it a public IP address',
    kind: 'check',
    initial: 'yes',
    when: ({ launchType }) => launchType === 'FARGATE',
  },
];

function network({ launchType, subnets, publicIp }: Values) {
  return {
    launchType,
    ...(launchType === 'FARGATE'
      ? {
          networkConfiguration: {
            awsvpcConfiguration: {
              subnets: list(subnets ?? ''),
              assignPublicIp: publicIp ? 'ENABLED' : 'DISABLED',
            },
          },
        }
      : {}),
  };
}

const registry = ({ accountId, region }: Surroundings) => `${accountId}.dkr.ecr.${region}.amazonaws.com`;

const createRepository: Form = {
  id: 'create-repository',
  title: 'Create a repository',
  intro: 'A repository holds the versions of one image.',
  act: 'Create repository',
  fields: [
    {
      id: 'visibility',
      label: 'Visibility',
      kind: 'choice',
      options: () => [
        { value: 'ecr', label: 'Private: your account and whom you let in' },
        { value: 'ecr-public', label: 'Public: everybody may pull' },
      ],
    },
    {
      id: 'repositoryName',
      label: 'Name',
      kind: 'text',
      hint: 'team/web: lower case, with slashes for folders',
      complaint: /repository ?name|repository with name|already exists/i,
    },
    {
      id: 'imageTagMutability',
      label: 'Tags',
      kind: 'choice',
      options: () => [
        { value: 'MUTABLE', label: 'MUTABLE: a tag may move to another image' },
        { value: 'IMMUTABLE', label: 'IMMUTABLE: a tag stays where it is' },
      ],
      when: ({ visibility }) => visibility === 'ecr',
      complaint: /imageTagMutability/i,
    },
    {
      id: 'scanOnPush',
      label: 'Scan each image when it is pushed',
      kind: 'check',
      when: ({ visibility }) => visibility === 'ecr',
    },
    {
      id: 'encryptionType',
      label: 'Encryption',
      kind: 'choice',
      options: () => [
        { value: 'AES256', label: 'AES256: Amazon S3’s own keys' },
        { value: 'KMS', label: 'KMS: a key of AWS KMS' },
      ],
      when: ({ visibility }) => visibility === 'ecr',
      complaint: /encryptionType/i,
    },
    {
      id: 'kmsKey',
      label: 'KMS key',
      kind: 'text',
      hint: 'empty: the AWS managed key aws/ecr',
      when: ({ visibility, encryptionType }) => visibility === 'ecr' && encryptionType === 'KMS',
      complaint: /kms/i,
    },
  ],
  deed: (values) => ({
    kind: 'call',
    call: {
      service: values['visibility']!,
      operation: 'CreateRepository',
      input:
        values['visibility'] === 'ecr'
          ? {
              repositoryName: values['repositoryName'],
              imageTagMutability: values['imageTagMutability'],
              imageScanningConfiguration: { scanOnPush: values['scanOnPush'] === 'yes' },
              encryptionConfiguration: filled({
                encryptionType: values['encryptionType'],
                kmsKey: values['encryptionType'] === 'KMS' ? values['kmsKey'] : undefined,
              }),
            }
          : { repositoryName: values['repositoryName'] },
    },
  }),
  done: ({ repositoryName }) => `The repository ${repositoryName} is there.`,
};

const publishContainer: Form = {
  id: 'publish-container',
  title: 'Publish a container',
  intro: 'Docker logs in to your registry, names a local image for a repository, and pushes it.',
  act: 'Publish container',
  fields: [
    {
      id: 'image',
      label: 'Local image',
      kind: 'choice',
      options: ({ localImages }) => options(...localImages),
      none: 'Docker has no image: build or pull one in the terminal first.',
    },
    {
      id: 'repository',
      label: 'Repository',
      kind: 'choice',
      options: ({ state }) => options(...(state?.ecr.repositories.keys() ?? [])),
      none: 'There is no repository: create one first.',
      complaint: /repository/i,
    },
    { id: 'tag', label: 'Tag', kind: 'text', initial: 'v1', complaint: /tag/i },
  ],
  deed(values, around) {
    const host = registry(around);
    const name = `${host}/${values['repository']}:${values['tag']}`;
    const push = [`docker tag ${values['image']} ${name}`, `docker push ${name}`];
    return {
      kind: 'lines',
      lines: [
        `aws ecr get-login-password --region ${around.region} | docker login --username AWS --password-stdin ${host}`,
        ...push,
      ],
      powershell: [
        `(Get-ECRLoginCommand -Region ${around.region}).Password | docker login --username AWS --password-stdin ${host}`,
        ...push,
      ],
      sdk: { service: 'ecr', operation: 'GetAuthorizationToken', input: {}, region: around.region },
    };
  },
  done: ({ repository, tag }) => `The image stands in ${repository} under the tag ${tag}.`,
};

const registerTaskDefinition: Form = {
  id: 'register-task-definition',
  title: 'Register a task definition',
  intro: 'A task definition says how to run an image. For more than one container, use the editor.',
  act: 'Register task definition',
  fields: [
    { id: 'family', label: 'Family', kind: 'text', initial: 'web', complaint: /family/i },
    {
      id: 'image',
      label: 'Image',
      kind: 'text',
      initial(around) {
        const [repository] = around.state?.ecr.repositories.values() ?? [];
        const [tag] = repository?.tags.keys() ?? [];
        return repository && tag
          ? `${registry(around)}/${repository.name}:${tag}`
          : 'public.ecr.aws/docker/library/httpd:2.4';
      },
      complaint: /image/i,
    },
    {
      id: 'cpu',
      label: 'CPU',
      kind: 'choice',
      options: () => options('256', '512', '1024', '2048', '4096', '8192', '16384'),
      hint: 'units: 1024 are one vCPU',
      complaint: /cpu/i,
    },
    {
      id: 'memory',
      label: 'Memory',
      kind: 'text',
      initial: '512',
      hint: 'MiB',
      complaint: /memory/i,
    },
    {
      id: 'port',
      label: 'Container port',
      kind: 'number',
      initial: '80',
      hint: 'empty: none',
      complaint: /port/i,
    },
    {
      id: 'executionRoleArn',
      label: 'Execution role',
      kind: 'text',
      initial: ({ accountId }) => `arn:aws:iam::${accountId}:role/ecsTaskExecutionRole`,
      hint: 'with it AWS pulls the image and writes logs',
      complaint: /execution role/i,
    },
  ],
  deed: (values) => ({
    kind: 'call',
    call: {
      service: 'ecs',
      operation: 'RegisterTaskDefinition',
      input: filled({
        family: values['family'],
        requiresCompatibilities: ['FARGATE'],
        networkMode: 'awsvpc',
        cpu: values['cpu'],
        memory: values['memory'],
        executionRoleArn: values['executionRoleArn'],
        containerDefinitions: [
          {
            name: values['family'],
            image: values['image'],
            essential: true,
            ...(values['port'] ? { portMappings: [{ containerPort: Number(values['port']) }] } : {}),
          },
        ],
      }),
    },
  }),
  done: ({ family }) => `A revision of ${family} is registered.`,
};

const createCluster: Form = {
  id: 'create-cluster',
  title: 'Create a cluster',
  intro: 'A cluster is the place where tasks run. With Fargate it is little more than a name.',
  act: 'Create cluster',
  fields: [
    {
      id: 'clusterName',
      label: 'Name',
      kind: 'text',
      initial: 'drydock',
      complaint: /cluster ?name|identifier/i,
    },
    {
      id: 'insights',
      label: 'Container Insights',
      kind: 'choice',
      options: () => options('disabled', 'enabled', 'enhanced'),
      complaint: /containerInsights|setting/i,
    },
    {
      id: 'capacityProviders',
      label: 'Capacity providers',
      kind: 'several',
      initial: 'FARGATE',
      options: () => options('FARGATE', 'FARGATE_SPOT'),
      complaint: /capacity/i,
    },
  ],
  deed: (values) => ({
    kind: 'call',
    call: {
      service: 'ecs',
      operation: 'CreateCluster',
      input: filled({
        clusterName: values['clusterName'],
        settings: [{ name: 'containerInsights', value: values['insights'] }],
        capacityProviders: list(values['capacityProviders'] ?? ''),
      }),
    },
  }),
  done: ({ clusterName }) => `The cluster ${clusterName} is ACTIVE.`,
};

const runTask: Form = {
  id: 'run-task',
  title: 'Run a task',
  intro: 'A task runs once and is not replaced when it ends.',
  act: 'Run task',
  fields: [
    clusterField,
    definitionField,
    { id: 'count', label: 'Number of tasks', kind: 'number', initial: '1', complaint: /count/i },
    ...networkFields,
  ],
  deed: (values) => ({
    kind: 'call',
    call: {
      service: 'ecs',
      operation: 'RunTask',
      input: filled({
        cluster: values['cluster'],
        taskDefinition: values['taskDefinition'],
        count: Number(values['count'] || Number.NaN),
        ...network(values),
      }),
    },
  }),
  done: ({ taskDefinition }) => `The task of ${taskDefinition} is on its way.`,
};

const createService: Form = {
  id: 'create-service',
  title: 'Create a service',
  intro: 'A service keeps as many tasks running as you want, and replaces those that end.',
  act: 'Create service',
  fields: [
    clusterField,
    {
      id: 'serviceName',
      label: 'Name',
      kind: 'text',
      initial: 'web',
      complaint: /service ?name|idempotent|service was/i,
    },
    definitionField,
    {
      id: 'desiredCount',
      label: 'Desired tasks',
      kind: 'number',
      initial: '2',
      complaint: /desired ?count/i,
    },
    ...networkFields,
    {
      id: 'breaker',
      label: 'Roll back a deployment that fails',
      kind: 'check',
      initial: 'yes',
      complaint: /circuit/i,
    },
  ],
  deed: (values) => ({
    kind: 'call',
    call: {
      service: 'ecs',
      operation: 'CreateService',
      input: filled({
        cluster: values['cluster'],
        serviceName: values['serviceName'],
        taskDefinition: values['taskDefinition'],
        desiredCount: Number(values['desiredCount'] || Number.NaN),
        ...network(values),
        deploymentConfiguration: values['breaker']
          ? { deploymentCircuitBreaker: { enable: true, rollback: true } }
          : undefined,
      }),
    },
  }),
  done: ({ serviceName }) => `The service ${serviceName} starts its tasks.`,
};

/** The forms of the console, in the order in which one needs them. */
export const forms: readonly Form[] = [
  createRepository,
  publishContainer,
  registerTaskDefinition,
  createCluster,
  runTask,
  createService,
];
