import {
  createCloud,
  defaultRegion,
  learner,
  type Call,
  type Cloud,
  type Failure,
} from '../../simulator/index.ts';

/** A cloud in a test's hands: short calls, answers unwrapped, every event kept. */
export interface Hands {
  cloud: Cloud;
  journal: Parameters<Cloud['apply']>[0][];
  /** The output of a call that must succeed. */
  ask<Output = any>(service: string, operation: string, input?: unknown, at?: Partial<Call>): Output;
  /** The error of a call that must be refused. */
  refusal(service: string, operation: string, input?: unknown, at?: Partial<Call>): Failure;
  wind(ms: number): void;
}

export function hands(seed = 'test'): Hands {
  const cloud = createCloud({ seed });
  const journal: Hands['journal'] = [];
  const apply = (event: Hands['journal'][number]) => {
    journal.push(event);
    return cloud.apply(event);
  };
  const send = (service: string, operation: string, input: unknown, at: Partial<Call> = {}) =>
    apply({
      type: 'call',
      at: cloud.now,
      call: { service, operation, input, region: defaultRegion, principal: learner, ...at },
    });
  return {
    cloud,
    journal,
    ask(service, operation, input = {}, at) {
      const reply = send(service, operation, input, at);
      if (!reply.ok) throw new Error(`${operation}: ${reply.error.code}: ${reply.error.message}`);
      return reply.output as never;
    },
    refusal(service, operation, input = {}, at) {
      const reply = send(service, operation, input, at);
      if (reply.ok) throw new Error(`${operation} was not refused: ${JSON.stringify(reply.output)}`);
      return reply.error;
    },
    wind: (ms) => void apply({ type: 'clock', at: cloud.now + ms }),
  };
}

/** The ids of the default VPC's subnets. */
export function subnetsOf({ cloud }: Pick<Hands, 'cloud'>): string[] {
  return cloud.state.regions.get(defaultRegion)!.vpc.subnets.map(({ subnetId }) => subnetId);
}

/** A definition that Fargate takes. */
export const webDefinition = {
  family: 'web',
  requiresCompatibilities: ['FARGATE'],
  networkMode: 'awsvpc',
  cpu: '256',
  memory: '512',
  executionRoleArn: 'arn:aws:iam::123456789012:role/ecsTaskExecutionRole',
  containerDefinitions: [{ name: 'web', image: 'httpd:2.4', portMappings: [{ containerPort: 80 }] }],
};

/** Registers `definition`, makes the cluster `harbour` and runs tasks there; answers with the first task's ARN. */
export function runOne(
  one: Pick<Hands, 'cloud' | 'ask'>,
  definition: object = webDefinition,
  more: object = {},
): string {
  one.ask('ecs', 'CreateCluster', { clusterName: 'harbour' });
  const { taskDefinition } = one.ask('ecs', 'RegisterTaskDefinition', definition);
  const { tasks } = one.ask('ecs', 'RunTask', {
    cluster: 'harbour',
    taskDefinition: taskDefinition.taskDefinitionArn,
    launchType: 'FARGATE',
    networkConfiguration: { awsvpcConfiguration: { subnets: subnetsOf(one), assignPublicIp: 'ENABLED' } },
    ...more,
  });
  return tasks[0].taskArn;
}
