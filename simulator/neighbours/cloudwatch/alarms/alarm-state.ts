import type { RegionScope } from '../../../region.ts';

/** The state of an alarm: `OK`, `ALARM` or `INSUFFICIENT_DATA`; undefined when there is none of that name. */
export function alarmState(
  name: string,
  { neighbours }: Pick<RegionScope, 'neighbours'>,
): string | undefined {
  return neighbours.cloudwatch.alarms.get(name)?.state;
}
