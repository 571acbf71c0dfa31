/** An instance type as far as ECS counts. */
export interface InstanceType {
  /** CPU units that the agent registers: 1024 a vCPU. */
  cpu: number;
  /** MiB of the machine. */
  memory: number;
  /** Network interfaces that it may have, its own included. */
  interfaces: number;
  /** Tasks with an interface of their own under ENI trunking; absent where the type cannot. */
  trunked?: number;
  architecture: 'x86_64' | 'arm64';
}

const type = (
  vcpus: number,
  gibibytes: number,
  interfaces: number,
  trunked?: number,
  architecture: InstanceType['architecture'] = 'x86_64',
): InstanceType => ({
  cpu: vcpus * 1024,
  memory: gibibytes * 1024,
  interfaces,
  ...(trunked === undefined ? {} : { trunked }),
  architecture,
});

/**
 * Instance types that the course speaks of
 * (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/AvailableIpPerENI.html,
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/eni-trunking-supported-instance-types.html).
 */
const instanceTypes: Readonly<Record<string, InstanceType>> = {
  't2.micro': type(1, 1, 2),
  't2.small': type(1, 2, 3),
  't2.medium': type(2, 4, 3),
  't3.micro': type(2, 1, 2),
  't3.small': type(2, 2, 3),
  't3.medium': type(2, 4, 3),
  't3.large': type(2, 8, 3),
  't3.xlarge': type(4, 16, 4),
  't3a.medium': type(2, 4, 3),
  't4g.micro': type(2, 1, 2, undefined, 'arm64'),
  't4g.small': type(2, 2, 3, undefined, 'arm64'),
  't4g.medium': type(2, 4, 3, undefined, 'arm64'),
  'c5.large': type(2, 4, 3, 10),
  'c5.xlarge': type(4, 8, 4, 18),
  'c5.2xlarge': type(8, 16, 4, 38),
  'c6g.large': type(2, 4, 3, 10, 'arm64'),
  'm5.large': type(2, 8, 3, 10),
  'm5.xlarge': type(4, 16, 4, 18),
  'm5.2xlarge': type(8, 32, 4, 38),
  'm5.4xlarge': type(16, 64, 8, 60),
  'm6i.large': type(2, 8, 3, 10),
  'm6i.xlarge': type(4, 16, 4, 18),
  'm6g.large': type(2, 8, 3, 10, 'arm64'),
  'm7g.large': type(2, 8, 3, 10, 'arm64'),
  'r5.large': type(2, 16, 3, 10),
  'r5.xlarge': type(4, 32, 4, 18),
};

/** What an instance type has; undefined for one that this cloud does not offer. */
export function instanceTypeOf(name: string | undefined): InstanceType | undefined {
  return name !== undefined && Object.hasOwn(instanceTypes, name) ? instanceTypes[name] : undefined;
}

/**
 * MiB that the agent registers: what the kernel leaves of the machine's memory (recorded: 983 of 1 GiB, 3,884 of 4 GiB,
 * 7,764 of 8 GiB: some 95%).
 */
export function registeredMemory({ memory }: InstanceType): number {
  return Math.floor(memory * 0.948);
}
