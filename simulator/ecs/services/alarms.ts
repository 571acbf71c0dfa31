import { alarmState } from '../../neighbours/cloudwatch/alarms/alarm-state.ts';
import type { RegionScope } from '../../region.ts';
import type { Service } from './record.ts';

/** The alarms of a service's deployments that are in the state ALARM. */
export function ringing({ deploymentConfiguration: { alarms } }: Service, scope: RegionScope): string[] {
  if (alarms?.enable !== true) return [];
  return (alarms.alarmNames ?? []).filter((name) => alarmState(name, scope) === 'ALARM');
}

/** ms between two looks at the alarms while a deployment is on its way. */
export const alarmLook = 30_000;
