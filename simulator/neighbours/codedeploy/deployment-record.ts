import type { RegionScope } from '../../region.ts';
import { codeDeploymentTable, lifecycleEventTable } from './machines.ts';
import type { CodeDeployment } from './state.ts';

/** A new deployment in the list. */
export function deploymentRecord(
  {
    applicationName,
    deploymentGroupName,
    content,
    config,
    creator,
    events,
    description,
  }: {
    applicationName: string;
    deploymentGroupName: string;
    content: string;
    config: string;
    creator: string;
    /** Names of its life-cycle events. */
    events: readonly string[];
    description?: string | undefined;
  },
  { context, region, accountId, neighbours }: RegionScope,
): CodeDeployment {
  // `d-` and nine capital letters and digits.
  const id = `d-${Array.from({ length: 9 }, () => letters[context.random.integer(0, letters.length - 1)]).join('')}`;
  const deployment: CodeDeployment = {
    id,
    arn: `arn:aws:codedeploy:${region}:${accountId}:deployment:${id}`,
    application: applicationName,
    group: deploymentGroupName,
    config,
    ...(description === undefined ? {} : { description }),
    content,
    creator,
    status: codeDeploymentTable.initial.target,
    createdAt: context.date,
    since: context.date,
    events: events.map((name) => ({ name, status: lifecycleEventTable.initial.target })),
    weight: 0,
    waived: [],
  };
  neighbours.codeDeploy.deployments.set(id, deployment);
  return deployment;
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
