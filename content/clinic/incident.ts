import { defineLab, type Lab, type Step } from '../../learner/bench/index.ts';
import { setNetwork } from '../ecs/goals.ts';
import { createCluster, lacksToBeWell } from './goals.ts';

/** An incident: a world that `start` breaks, in us-east-1, with the cluster drydock in it. */
export const incident = (
  from: Pick<Lab, 'id' | 'title' | 'files' | 'firstCommand' | 'steps'> & {
    start: readonly string[];
    open?: string;
  },
): Lab =>
  defineLab({
    region: 'us-east-1',
    seed: from.id,
    open: 'taskdef.json',
    ...from,
    start: [createCluster, setNetwork, ...from.start],
  });

/** The last step of most incidents: let the clock run, and see that the service is well with all its tasks. */
export const provenWell = (count: number, wind = 180_000): Step => ({
  id: 'prove',
  title: 'Prove it',
  text: `Wind the clock on until the service has ${count === 1 ? 'its task' : `its ${count} tasks`} RUNNING and its deployment is COMPLETED.`,
  goal: (view) => lacksToBeWell(view, count),
  hints: [
    'A cure counts when the service says so, not when the command has returned.',
    'rolloutState, desiredCount and runningCount stand in describe-services.',
    `Wind on by ${wind / 60_000} minutes, then read deployments and events once more.`,
  ],
  solution: [{ wind }],
  typicalMinutes: 1,
});
