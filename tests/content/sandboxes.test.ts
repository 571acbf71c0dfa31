import { expect, test } from 'vitest';
import broken from '../../content/sandbox/sandbox-broken-deployment.lab.ts';
import empty from '../../content/sandbox/sandbox-empty.lab.ts';
import imagePushed from '../../content/sandbox/sandbox-image-pushed.lab.ts';
import service from '../../content/sandbox/sandbox-service.lab.ts';
import { Bench, type Lab } from '../../learner/bench/index.ts';
import { openMemoryJournal } from '../../learner/journal/index.ts';

/** A sandbox as it stands when it is opened. */
async function opened(lab: Lab) {
  const bench = await Bench.open({ lab, store: await openMemoryJournal() });
  const { ecr, ecs } = bench.world.state.regions.get('us-east-1')!;
  const failed = bench.journal.flatMap((event) =>
    event.type === 'command' && event.exitCode !== 0 ? [[event.line, event.stderr]] : [],
  );
  return {
    failed,
    steps: bench.steps.length,
    images: [...ecr.repositories.values()].flatMap(({ tags }) => [...tags.keys()]),
    running: [...ecs.tasks.values()].filter(({ status }) => status === 'RUNNING').length,
    rollouts: [...ecs.services.values()].flatMap(({ deployments }) =>
      deployments.map(({ rolloutState }) => rolloutState),
    ),
    first: (await bench.run(lab.firstCommand)).exitCode,
  };
}

test.each([
  [empty, { images: [], running: 0, rollouts: [] }],
  [imagePushed, { images: ['v1'], running: 0, rollouts: [] }],
  [service, { images: ['v1'], running: 3, rollouts: ['COMPLETED'] }],
  [broken, { images: ['v1'], running: 2, rollouts: ['IN_PROGRESS', 'COMPLETED'] }],
] as const)('$id stands where its name says', async (lab, expected) => {
  expect(await opened(lab)).toEqual({ failed: [], steps: 0, first: 0, ...expected });
});
