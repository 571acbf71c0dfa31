import { expect, test } from 'vitest';
import { openBench } from './bench.ts';

test('drydock fault lists, shows, injects and clears', async () => {
  const { shell } = await openBench();
  const run = (line: string) => shell.run(line);
  expect((await run('drydock fault list')).stdout).toMatch(
    /^Faults:\n {2}zone-outage +Availability Zone outage\n[\s\S]*\nBroken now:\n {2}nothing\n$/,
  );
  expect((await run('drydock fault show no-capacity')).stdout).toContain(
    'Capacity is unavailable at this time.',
  );
  expect(await run('drydock fault inject zone-outage zone=us-east-1a')).toEqual({
    stdout: 'zone-outage is fault 1: drydock fault clear 1 takes it back.\n',
    stderr: '',
    exitCode: 0,
  });
  expect((await run('drydock fault list')).stdout).toMatch(
    /Broken now:\n {2}1 {2}zone-outage {2}zone=us-east-1a\n$/,
  );
  expect((await run('drydock fault clear 1')).stdout).toBe('Cleared fault 1.\n');
  expect(await run('drydock fault inject no-capacity --after 60')).toEqual({
    stdout: 'no-capacity will happen in 60 s of virtual time.\n',
    stderr: '',
    exitCode: 0,
  });
  await run('sleep 61');
  expect((await run('drydock fault list')).stdout).toMatch(/Broken now:\n {2}2 {2}no-capacity\n$/);
});

test('drydock says what is wrong with a command line', async () => {
  const { shell } = await openBench();
  expect(await shell.run('drydock fault inject zone-outage')).toEqual({
    stdout: '',
    stderr: 'drydock: zone-outage needs zone: Availability Zone, such as us-east-1a.\n',
    exitCode: 1,
  });
  expect(await shell.run('drydock fault inject no-capacity FARGATE')).toEqual({
    stdout: '',
    stderr: 'drydock: FARGATE is no parameter: write NAME=VALUE\n',
    exitCode: 1,
  });
  expect((await shell.run('drydock')).stdout).toContain('drydock fault inject ID');
});
