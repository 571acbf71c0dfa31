import type { RegionScope } from '../../region.ts';
import type { Service } from './record.ts';

/** The alarms of a service's deployments that are in the state ALARM. */
export function ringing({ deploymentConfiguration: { alarms } }: Service, scope: RegionScope): string[] {
  if (alarms?.enable !== true) return [];
  return (alarms.alarmNames ?? []).filter((name) => stateOf(name, scope) === 'ALARM');
}

/** ms between two looks at the alarms while a deployment is on its way. */
export const alarmLook = 30_000;

function stateOf(name: string, { send, accountId }: RegionScope): string | undefined {
  const reply = send({
    service: 'cloudwatch',
    operation: 'DescribeAlarms',
    input: { AlarmNames: [name] },
    principal: `arn:aws:sts::${accountId}:assumed-role/AWSServiceRoleForECS/ecs-service-scheduler`,
  });
  const { MetricAlarms = [] } = (reply.ok ? reply.output : {}) as {
    MetricAlarms?: { StateValue?: string }[];
  };
  return MetricAlarms[0]?.StateValue;
}
