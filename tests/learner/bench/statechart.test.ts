import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { lives } from '../../../src/bench/life/machines.ts';
import { statechartOf } from '../../../src/bench/life/statechart.ts';
import { compile } from '../../../simulator/kernel/machine.ts';

describe.each([...lives.values()].map((life) => [life.id, life.machine] as const))('%s', (_, machine) => {
  const { states } = compile(machine);
  const chart = statechartOf(machine);

  test('every state and every transition is drawn', () => {
    expect(chart.states.map(({ name }) => name).sort()).toEqual(Object.keys(states).sort());
    const drawn = chart.arrows.flatMap(({ from, to, events }) =>
      events.map((event) => `${from} ${event} ${to}`),
    );
    const machines = Object.entries(states).flatMap(([from, steps]) =>
      Object.entries(steps).map(([event, { target }]) => `${from} ${event} ${target}`),
    );
    expect(drawn.sort()).toEqual(machines.sort());
  });

  test('no two states overlap, and all lie inside', () => {
    const { box, width, height } = chart;
    for (const one of chart.states) {
      expect(one.x >= 0 && one.y >= 0 && one.x + box.width <= width && one.y + box.height <= height).toBe(
        true,
      );
      for (const other of chart.states)
        if (one !== other)
          expect(Math.abs(one.x - other.x) >= box.width || Math.abs(one.y - other.y) >= box.height).toBe(
            true,
          );
    }
  });
});

test('the life cycles that can be seen are those of the simulator', () => {
  const root = new URL('../../../simulator/', import.meta.url);
  const ids = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const text = readFileSync(new URL(file, root), 'utf8');
      return [...text.matchAll(/createMachine\(\{\s*id: '([^']+)'/g)].map(([, id]) => id!);
    });
  // A machine of a neighbour that has just come may still wait for its title; none is drawn that is not there.
  expect(ids).toEqual(expect.arrayContaining([...lives.keys()]));
  expect([...lives.keys()]).toEqual(
    expect.arrayContaining(['task', 'container', 'service', 'rollout', 'token', 'scan', 'image']),
  );
});
