import { defineLab, type Lab, type Step } from '../../learner/bench/index.ts';
import { setNetwork } from '../ecs/goals.ts';
import { createCluster, lacksToBeWell } from './goals.ts';

/** What everybody sees who looks at the service once: how much it wants, how much it has. */
const symptom =
  'aws ecs describe-services --cluster drydock --services shop --query "services[0].[status,desiredCount,runningCount,pendingCount]"';

/** An incident: a world that `start` breaks, in us-east-1, with the cluster drydock in it. It begins with a look at the symptom. */
export const incident = (
  from: Pick<Lab, 'id' | 'title' | 'files' | 'steps'> & {
    start: readonly string[];
    open?: string;
    firstCommand?: string;
  },
): Lab =>
  defineLab({
    region: 'us-east-1',
    seed: from.id,
    open: 'taskdef.json',
    firstCommand: symptom,
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
