/** Something that goes wrong in a real account, as data: what it breaks, what one sees, what mends it. */
export interface Fault {
  /** Never changed: labs and journals name it. */
  id: string;
  title: string;
  /** What it does to the cloud, in a sentence or two. */
  breaks: string;
  parameters: readonly Parameter[];
  /** What the learner will see: statuses, reasons and events, in AWS's words where AWS has some. */
  sees: readonly string[];
  /** What puts it right. */
  cure: string;
  /** Whether `clear` takes it back; others are over once they have happened. */
  clearable: boolean;
}

export interface Parameter {
  name: string;
  about: string;
  required?: true;
}

const cluster: Parameter = { name: 'cluster', about: 'Name of the cluster; any, when left out.' };
const service: Parameter = {
  name: 'service',
  about: 'Name of the service whose tasks are meant; every task, when left out.',
};
const container: Parameter = {
  name: 'container',
  about: 'Name of the container; every container, when left out.',
};

/** The catalogue. Its acts are in `acts/`, by id. */
export const faults: readonly Fault[] = [
  {
    id: 'zone-outage',
    title: 'Availability Zone outage',
    breaks: 'A zone goes dark: its hosts and tasks are gone at once, and nothing can be started there.',
    parameters: [{ name: 'zone', about: 'Availability Zone, such as us-east-1a.', required: true }],
    sees: [
      'Tasks of the zone are STOPPED with the stop code InfrastructureHealth.',
      'Container instances of the zone are gone: Host EC2 (instance i-…) terminated.',
      'Services start replacements in the other zones that their network configuration names.',
      'Capacity is unavailable at this time. Please try again later or in a different availability zone',
    ],
    cure: 'Give services subnets in at least two zones, and enough tasks that those left carry the load.',
    clearable: true,
  },
  {
    id: 'spot-interruption',
    title: 'Spot interruption',
    breaks:
      'AWS takes back Spot capacity: Fargate Spot tasks get SIGTERM, Spot instances go after two minutes.',
    parameters: [
      cluster,
      service,
      { name: 'instance', about: 'Id of an EC2 Spot instance to take instead.' },
    ],
    sees: ['Stop code SpotInterruption: Your Spot Task was interrupted.'],
    cure: 'Handle SIGTERM within stopTimeout (at most 120 s), and keep a base of tasks on FARGATE.',
    clearable: false,
  },
  {
    id: 'instance-loss',
    title: 'Loss of a container instance',
    breaks: 'A container instance is gone with all that runs on it.',
    parameters: [
      cluster,
      { name: 'instance', about: 'Id of the EC2 or container instance; the first, when left out.' },
    ],
    sees: ['Stop code TerminationNotice: Host EC2 (instance i-…) terminated.', 'The instance is INACTIVE.'],
    cure: 'Run hosts in an Auto Scaling group, and spread tasks over instances and zones.',
    clearable: false,
  },
  {
    id: 'agent-disconnected',
    title: 'Container agent disconnected',
    breaks: 'The agent of a container instance is no longer heard of. Its containers go on.',
    parameters: [
      cluster,
      { name: 'instance', about: 'Id of the EC2 or container instance; the first, when left out.' },
    ],
    sees: [
      'agentConnected is false; tasks stay in the status that was last reported.',
      'Placement fails with AGENT: … encountered error "AGENT".',
    ],
    cure: 'Restart the agent on the host (systemctl restart ecs), and look at its role and its way to ECS.',
    clearable: true,
  },
  {
    id: 'image-tag-deleted',
    title: 'Image tag deleted',
    breaks: 'A tag is deleted from an ECR repository. What runs goes on; what starts cannot pull.',
    parameters: [
      { name: 'repository', about: 'Name of the repository.', required: true },
      { name: 'tag', about: 'The tag; latest, when left out.' },
    ],
    sees: [
      'CannotPullContainerError: pull image manifest has been retried 7 time(s): failed to resolve ref …: not found',
    ],
    cure: 'Push the tag again, or deploy by digest; lifecycle policies and people must not delete what is deployed.',
    clearable: false,
  },
  {
    id: 'registry-unreachable',
    title: 'Registry unreachable',
    breaks: 'Tasks find no way to Amazon ECR.',
    parameters: [],
    sees: ['ResourceInitializationError or CannotPullContainerError with … i/o timeout'],
    cure: 'Give the subnets a NAT gateway, a public address, or VPC endpoints for ECR (api and dkr) and S3.',
    clearable: true,
  },
  {
    id: 'expired-token',
    title: 'Expired registry token',
    breaks: 'Every ECR login made so far runs out, twelve hours early.',
    parameters: [],
    sees: ['denied: Your authorization token has expired. Reauthenticate and try again.'],
    cure: 'Log in again: aws ecr get-login-password | docker login; or use the ECR credential helper.',
    clearable: false,
  },
  {
    id: 'execution-role-without-permission',
    title: 'Execution role without permission',
    breaks: 'The policies of a role are detached.',
    parameters: [{ name: 'role', about: 'Name of the role; ecsTaskExecutionRole, when left out.' }],
    sees: ['AccessDeniedException: User: arn:aws:sts::…:assumed-role/… is not authorized to perform: …'],
    cure: 'Attach AmazonECSTaskExecutionRolePolicy to the role.',
    clearable: true,
  },
  {
    id: 'missing-log-group',
    title: 'Missing log group',
    breaks: 'A log group is deleted.',
    parameters: [{ name: 'logGroup', about: 'Name of the log group.', required: true }],
    sees: [
      'ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist. : exit status 1',
    ],
    cure: 'Create the log group, or set awslogs-create-group and the permission for it.',
    clearable: true,
  },
  {
    id: 'memory-leak',
    title: 'Memory leak',
    breaks: 'Running containers take more and more memory until their limit kills them.',
    parameters: [cluster, service, container, { name: 'rate', about: 'How fast: 60MiB/min, when left out.' }],
    sees: ['OutOfMemoryError: container killed due to memory usage', 'Exit code 137'],
    cure: 'Mend the leak; meanwhile raise the memory or replace the tasks before they die.',
    clearable: false,
  },
  {
    id: 'failing-health-check',
    title: 'Failing health check',
    breaks: 'Running containers answer requests with an error.',
    parameters: [
      cluster,
      service,
      container,
      { name: 'status', about: 'HTTP status that they answer with: 503, when left out.' },
    ],
    sees: [
      '(task …) failed container health checks.',
      '(task …) (port 80) is unhealthy in (target-group …) due to (reason Health checks failed with these codes: [503]).',
    ],
    cure: 'Look at what the check asks for, and at the logs; roll back when a deployment brought it.',
    clearable: false,
  },
  {
    id: 'port-clash',
    title: 'Port clash',
    breaks: 'Another program on a container instance takes a host port.',
    parameters: [
      cluster,
      { name: 'instance', about: 'Id of the instance; every instance, when left out.' },
      { name: 'port', about: 'The port: 80, when left out.' },
    ],
    sees: ['RESOURCE:PORTS', '… is already using a port required by your task.'],
    cure: 'Use dynamic host ports (hostPort 0) or awsvpc.',
    clearable: true,
  },
  {
    id: 'no-addresses-left',
    title: 'No addresses left',
    breaks: 'A subnet has no free address left.',
    parameters: [{ name: 'subnet', about: 'Id of the subnet; every subnet, when left out.' }],
    sees: [
      "Unexpected EC2 error while attempting to Create Network Interface with public IP assignment enabled in subnet '…': InsufficientFreeAddressesInSubnet",
    ],
    cure: 'Add subnets to the service, or use larger ones.',
    clearable: true,
  },
  {
    id: 'no-capacity',
    title: 'No capacity',
    breaks: 'Fargate, Fargate Spot or EC2 has nothing left to give.',
    parameters: [
      { name: 'provider', about: 'FARGATE, FARGATE_SPOT or EC2; FARGATE, when left out.' },
      { name: 'zone', about: 'Availability Zone; every zone, when left out.' },
    ],
    sees: [
      'Capacity is unavailable at this time. Please try again later or in a different availability zone',
    ],
    cure: 'Use several zones and providers; wait and try again.',
    clearable: true,
  },
  {
    id: 'efs-mount-target-missing',
    title: 'EFS mount target missing',
    breaks: 'The mount targets of an EFS file system are deleted.',
    parameters: [{ name: 'fileSystem', about: 'Id of the file system.', required: true }],
    sees: ['ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: …'],
    cure: 'Create a mount target in each zone that tasks run in.',
    clearable: false,
  },
  {
    id: 'bad-secret-arn',
    title: 'Bad secret ARN',
    breaks: 'A secret that task definitions name is gone.',
    parameters: [{ name: 'secret', about: 'Name or ARN of the secret.', required: true }],
    sees: ['ResourceInitializationError: unable to pull secrets or registry auth: …'],
    cure: 'Restore the secret, or name the right ARN in a new revision.',
    clearable: true,
  },
  {
    id: 'dependency-cycle',
    title: 'Dependency cycle at run time',
    breaks:
      'A container that others wait for never becomes healthy, because it waits for them: tasks started from now on hang.',
    parameters: [{ name: 'family', about: 'Task definition family.', required: true }, container],
    sees: [
      'Containers stay PENDING; with a startTimeout: dependency graph: container ordering dependency […] for target […] has timed out.',
    ],
    cure: 'Let no health check ask for what only starts after it.',
    clearable: true,
  },
  {
    id: 'slow-start',
    title: 'Slow start',
    breaks: 'Containers that start from now on take long until they listen.',
    parameters: [
      { name: 'family', about: 'Task definition family.', required: true },
      container,
      { name: 'by', about: 'How long: 90s, when left out.' },
    ],
    sees: [
      'Tasks are replaced before they have come up: (task …) … is unhealthy in (target-group …) due to (reason Request timed out).',
    ],
    cure: 'Set healthCheckGracePeriodSeconds, or startPeriod of the container health check.',
    clearable: true,
  },
];
