/** Two definitions that register, which the rules' examples then break; and how to break them. */
const logConfiguration = {
  logDriver: 'awslogs',
  options: {
    'awslogs-group': '/ecs/shop',
    'awslogs-region': 'eu-central-1',
    'awslogs-stream-prefix': 'web',
  },
};

export const baseDefinitions = {
  fargate: {
    family: 'shop-web',
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '512',
    memory: '1024',
    executionRoleArn: 'arn:aws:iam::123456789012:role/ecsTaskExecutionRole',
    containerDefinitions: [
      {
        name: 'app',
        image: '123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/web:1.4.2',
        essential: true,
        portMappings: [{ name: 'http', containerPort: 8080, protocol: 'tcp', appProtocol: 'http' }],
        environment: [{ name: 'LOG_LEVEL', value: 'info' }],
        secrets: [
          {
            name: 'DATABASE_URL',
            valueFrom: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop/database-AbCdEf',
          },
        ],
        mountPoints: [{ sourceVolume: 'uploads', containerPath: '/var/uploads' }],
        healthCheck: { command: ['CMD-SHELL', 'curl -f http://localhost:8080/ || exit 1'], interval: 30 },
        logConfiguration,
      },
      {
        name: 'agent',
        image: 'public.ecr.aws/xray/aws-xray-daemon:3.3.14',
        essential: false,
        portMappings: [{ containerPort: 2000, protocol: 'udp' }],
        dependsOn: [{ containerName: 'app', condition: 'HEALTHY' }],
        logConfiguration: structuredClone(logConfiguration),
      },
    ],
    volumes: [
      {
        name: 'uploads',
        efsVolumeConfiguration: { fileSystemId: 'fs-0123456789abcdef0', transitEncryption: 'ENABLED' },
      },
    ],
  },
  ec2: {
    family: 'shop-worker',
    networkMode: 'bridge',
    requiresCompatibilities: ['EC2'],
    executionRoleArn: 'ecsTaskExecutionRole',
    containerDefinitions: [
      {
        name: 'app',
        image: 'nginx:1.29',
        cpu: 256,
        memory: 512,
        memoryReservation: 256,
        essential: true,
        portMappings: [{ containerPort: 80, hostPort: 0 }],
        links: ['cache:redis'],
        mountPoints: [{ sourceVolume: 'data', containerPath: '/data', readOnly: true }],
        ulimits: [{ name: 'nofile', softLimit: 1024, hardLimit: 4096 }],
      },
      { name: 'cache', image: 'redis:8', cpu: 128, memory: 256, essential: true },
    ],
    volumes: [{ name: 'data', host: { sourcePath: '/srv/data' } }],
  },
};

/**
 * Returns a copy of `base` with each pointer of `change` set to its value, or removed when that is `undefined`; a
 * last step of `-` appends to a list.
 */
export function broken(base: keyof typeof baseDefinitions, change: Record<string, unknown>): unknown {
  let root: unknown = structuredClone(baseDefinitions[base]);
  for (const [pointer, value] of Object.entries(change)) {
    const steps = pointer
      .split('/')
      .slice(1)
      .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
    const last = steps.pop();
    if (last === undefined) {
      root = value;
      continue;
    }
    let owner = root as Record<string, unknown>;
    for (const step of steps) owner = (owner[step] ??= {}) as Record<string, unknown>;
    if (Array.isArray(owner) && last === '-') owner.push(value);
    else if (Array.isArray(owner) && value === undefined) owner.splice(Number(last), 1);
    else if (value === undefined) delete owner[last];
    else owner[last] = value;
  }
  return root;
}
