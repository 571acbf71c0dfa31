import { AwsError } from '../../api/errors.ts';
import type { Service } from '../../api/service.ts';
import type { Effect } from '../../kernel/queue.ts';
import type { RegionScope } from '../../region.ts';
import type { NeighbourScope } from '../scope.ts';
import {
  createApplication,
  createDeploymentGroup,
  deleteApplication,
  deleteDeploymentGroup,
  getApplication,
  getDeploymentGroup,
  listApplications,
  listDeploymentGroups,
  updateDeploymentGroup,
} from './applications.ts';
import { getDeploymentConfig, listDeploymentConfigs } from './configs.ts';
import {
  continueDeployment,
  createDeployment,
  listDeployments,
  listDeploymentTargets,
  stopDeployment,
} from './deployments.ts';
import { getDeployment, getDeploymentTarget } from './describe.ts';
import { rollBackEvent } from './roll-back.ts';
import { stepEvent } from './run.ts';

/** AWS CodeDeploy, as far as it deploys to Amazon ECS: blue/green, on the task sets of a CODE_DEPLOY service. */
export const codeDeployService: Service<NeighbourScope> = {
  name: 'deploy',
  operations: {
    ContinueDeployment: continueDeployment,
    CreateApplication: createApplication,
    CreateDeployment: createDeployment,
    CreateDeploymentGroup: createDeploymentGroup,
    DeleteApplication: deleteApplication,
    DeleteDeploymentGroup: deleteDeploymentGroup,
    GetApplication: getApplication,
    GetDeployment: getDeployment,
    GetDeploymentConfig: getDeploymentConfig,
    GetDeploymentGroup: getDeploymentGroup,
    GetDeploymentTarget: getDeploymentTarget,
    ListApplications: listApplications,
    ListDeploymentConfigs: listDeploymentConfigs,
    ListDeploymentGroups: listDeploymentGroups,
    ListDeployments: listDeployments,
    ListDeploymentTargets: listDeploymentTargets,
    StopDeployment: stopDeployment,
    UpdateDeploymentGroup: updateDeploymentGroup,
  },
  missing: (member) => {
    const name = member[0]!.toUpperCase() + member.slice(1);
    return new AwsError(`${name}RequiredException`, `${name} is required`);
  },
};

export const codeDeployReactions: Readonly<Record<string, (effect: Effect, scope: RegionScope) => void>> = {
  'codedeploy.rollBack': rollBackEvent,
  'codedeploy.step': stepEvent,
};
