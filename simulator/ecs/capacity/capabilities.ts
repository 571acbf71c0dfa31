/** What the current container agent can do, as attributes (agent: `agent/app/agent_capability.go`). */
const capabilities: readonly string[] = [
  ...['1.17', '1.18', '1.19', '1.20', '1.21', '1.22', '1.23', '1.24', '1.25', '1.26', '1.27', '1.28', '1.29']
    .concat(['1.30', '1.31', '1.32', '1.33', '1.34', '1.35', '1.36', '1.37', '1.38', '1.39', '1.40'])
    .concat(['1.41', '1.42', '1.43', '1.44'])
    .map((version) => `com.amazonaws.ecs.capability.docker-remote-api.${version}`),
  ...['json-file', 'syslog', 'journald', 'gelf', 'fluentd', 'awslogs', 'awsfirelens', 'none', 'splunk'].map(
    (driver) => `com.amazonaws.ecs.capability.logging-driver.${driver}`,
  ),
  'com.amazonaws.ecs.capability.ecr-auth',
  'com.amazonaws.ecs.capability.privileged-container',
  'com.amazonaws.ecs.capability.task-iam-role',
  'com.amazonaws.ecs.capability.task-iam-role-network-host',
  'ecs.capability.aws-appmesh',
  'ecs.capability.cni-plugin-version',
  'ecs.capability.container-health-check',
  'ecs.capability.container-ordering',
  'ecs.capability.docker-plugin.local',
  'ecs.capability.efs',
  'ecs.capability.efsAuth',
  'ecs.capability.env-files.s3',
  'ecs.capability.execute-command',
  'ecs.capability.execution-role-awslogs',
  'ecs.capability.execution-role-ecr-pull',
  'ecs.capability.fault-injection',
  'ecs.capability.firelens.fluentbit',
  'ecs.capability.firelens.fluentd',
  'ecs.capability.firelens.options.config.file',
  'ecs.capability.full-sync',
  'ecs.capability.increased-task-cpu-limit',
  'ecs.capability.logging-driver.awsfirelens.log-driver-buffer-limit',
  'ecs.capability.pid-ipc-namespace-sharing',
  'ecs.capability.private-registry-authentication.secretsmanager',
  'ecs.capability.secrets.asm.bootstrap.log-driver',
  'ecs.capability.secrets.asm.environment-variables',
  'ecs.capability.secrets.ssm.bootstrap.log-driver',
  'ecs.capability.secrets.ssm.environment-variables',
  'ecs.capability.storage.ebs-task-volume-attach',
  'ecs.capability.task-cpu-mem-limit',
];

/** What only hosts inside a VPC can (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-anywhere.html). */
const inVpcOnly = new Set([
  'ecs.capability.efs',
  'ecs.capability.efsAuth',
  'ecs.capability.storage.ebs-task-volume-attach',
]);

/** The attributes that the agent registers by itself, by name; of a capability the empty text. */
export function capabilitiesOf({ external }: { external: boolean }): Map<string, string> {
  const names = external
    ? [...capabilities.filter((name) => !inVpcOnly.has(name)), 'ecs.capability.external']
    : [...capabilities, 'ecs.capability.task-eni'];
  return new Map(names.map((name) => [name, '']));
}

/** The agent that new hosts come with, and that UpdateContainerAgent installs. */
export const currentAgent = {
  agentVersion: '1.98.0',
  agentHash: '4f3a8d12',
  dockerVersion: 'DockerVersion: 25.0.8',
};
