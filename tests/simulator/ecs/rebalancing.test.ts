import { expect, test } from 'vitest';
import type { Hands } from '../cloud.ts';
import { createShop, harbour, shop, updateShop, words } from './harbour.ts';

/** A service of six tasks, after the zone `us-east-1a` was away and has come back; and how its tasks are spread. */
function afterOutage(rebalancing: string): Hands {
  const one = harbour();
  createShop(one, { desiredCount: 6, availabilityZoneRebalancing: rebalancing });
  one.wind(180_000);
  expect(spread(one)).toEqual({ 'us-east-1a': 2, 'us-east-1b': 2, 'us-east-1c': 2 });
  one.ask('drydock', 'InjectFault', { id: 'zone-outage', parameters: { zone: 'us-east-1a' } });
  one.wind(300_000);
  one.ask('drydock', 'ClearFault', { id: 'zone-outage' });
  expect(spread(one)).toEqual({ 'us-east-1b': 3, 'us-east-1c': 3 });
  return one;
}

function spread(one: Hands): Record<string, number> {
  const { taskArns } = one.ask('ecs', 'ListTasks', { cluster: 'harbour' });
  const { tasks } = one.ask('ecs', 'DescribeTasks', { cluster: 'harbour', tasks: taskArns });
  const found: Record<string, number> = {};
  for (const { availabilityZone } of tasks.toReversed())
    found[availabilityZone] = (found[availabilityZone] ?? 0) + 1;
  return found;
}

test('a service spreads over its zones again when one has come back, a start before each stop', () => {
  const one = afterOutage('ENABLED');
  const before = words(one).length;
  const counts = new Set<number>();
  for (let minute = 0; minute < 20; minute++) {
    one.wind(60_000);
    counts.add(shop(one).runningCount);
  }
  expect(spread(one)).toEqual({ 'us-east-1a': 2, 'us-east-1b': 2, 'us-east-1c': 2 });
  expect([...counts].sort()).toEqual([6, 7]);
  expect(words(one).slice(before)).toEqual([
    '(service shop) is not AZ balanced with 0 tasks in us-east-1a, 3 in us-east-1b, and 3 in us-east-1c. AZ Rebalancing in progress.',
    '(service shop) has started 1 tasks in us-east-1a to AZ Rebalance: (task T).',
    '(service shop) has stopped 1 running tasks in us-east-1b due to AZ rebalancing: (task T).',
    '(service shop) has started 1 tasks in us-east-1a to AZ Rebalance: (task T).',
    '(service shop) has stopped 1 running tasks in us-east-1c due to AZ rebalancing: (task T).',
    '(service shop) is AZ balanced with 2 tasks in us-east-1a, 2 tasks in us-east-1b, and 2 tasks in us-east-1c.',
  ]);
});

test('a service that does not rebalance stays as it is, until it is told to', () => {
  const one = afterOutage('DISABLED');
  one.wind(3_600_000);
  expect(spread(one)).toEqual({ 'us-east-1b': 3, 'us-east-1c': 3 });
  updateShop(one, { availabilityZoneRebalancing: 'ENABLED' });
  one.wind(3_600_000);
  expect(spread(one)).toEqual({ 'us-east-1a': 2, 'us-east-1b': 2, 'us-east-1c': 2 });
});
