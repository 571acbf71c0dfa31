import type { AnyStateMachine } from 'xstate';
import { imageMachine } from '../../../simulator/ecr/image-machine.ts';
import { previewMachine } from '../../../simulator/ecr/lifecycle/preview-machine.ts';
import { backfillMachine } from '../../../simulator/ecr/replication/backfill-machine.ts';
import { replicationMachine } from '../../../simulator/ecr/replication/replication-machine.ts';
import { scanMachine } from '../../../simulator/ecr/scanning/scan-machine.ts';
import { signingMachine } from '../../../simulator/ecr/signing-machine.ts';
import { tokenMachine } from '../../../simulator/ecr/token-machine.ts';
import {
  agentMachine,
  agentUpdateMachine,
  containerInstanceMachine,
} from '../../../simulator/ecs/capacity/machines.ts';
import { providerMachine } from '../../../simulator/ecs/capacity/provider-machine.ts';
import {
  rolloutMachine,
  serviceDeploymentMachine,
  serviceMachine,
} from '../../../simulator/ecs/services/machines.ts';
import { stageMachine } from '../../../simulator/ecs/services/stages.ts';
import { stabilityMachine, taskSetMachine } from '../../../simulator/ecs/services/task-set-machines.ts';
import { containerMachine } from '../../../simulator/ecs/tasks/container-machine.ts';
import { healthMachine } from '../../../simulator/ecs/tasks/health-machine.ts';
import { taskMachine } from '../../../simulator/ecs/tasks/task-machine.ts';
import { activityMachine } from '../../../simulator/neighbours/auto-scaling/machine.ts';
import { alarmMachine } from '../../../simulator/neighbours/cloudwatch/alarms/machine.ts';
import {
  codeDeploymentMachine,
  lifecycleEventMachine,
} from '../../../simulator/neighbours/codedeploy/machines.ts';
import { instanceMachine } from '../../../simulator/neighbours/ec2/machines.ts';
import { buildMachine, buildPhaseMachine } from '../../../simulator/neighbours/codebuild/machines.ts';
import {
  actionExecutionMachine,
  pipelineExecutionMachine,
} from '../../../simulator/neighbours/codepipeline/machines.ts';
import { natGatewayMachine, vpcEndpointMachine } from '../../../simulator/neighbours/ec2/network-machines.ts';
import { loadBalancerMachine, targetMachine } from '../../../simulator/neighbours/load-balancing/machines.ts';
import { operationMachine } from '../../../simulator/neighbours/service-discovery/operation-machine.ts';
import { storageMachine } from '../../../simulator/neighbours/storage/life.ts';

/** The simulator's own machines, in the order in which a learner meets them. A test holds this list to what there is. */
const machines: readonly (readonly [title: string, machine: AnyStateMachine])[] = [
  ['Task', taskMachine],
  ['Container', containerMachine],
  ['Health of a container', healthMachine],
  ['Service', serviceMachine],
  ['Deployment', rolloutMachine],
  ['Service deployment', serviceDeploymentMachine],
  ['Stage of a deployment', stageMachine],
  ['Task set', taskSetMachine],
  ['Stability of a task set', stabilityMachine],
  ['Container instance', containerInstanceMachine],
  ['Capacity provider', providerMachine],
  ['EC2 instance', instanceMachine],
  ['Container agent', agentMachine],
  ['Update of an agent', agentUpdateMachine],
  ['Load balancer', loadBalancerMachine],
  ['Target', targetMachine],
  ['Alarm', alarmMachine],
  ['Scaling activity', activityMachine],
  ['Authorization token', tokenMachine],
  ['Image scan', scanMachine],
  ['Image', imageMachine],
  ['Replication', replicationMachine],
  ['Replication of what is there', backfillMachine],
  ['Lifecycle policy preview', previewMachine],
  ['Signing', signingMachine],
  ['Service discovery operation', operationMachine],
  ['Storage', storageMachine],
  ['Execution of a pipeline', pipelineExecutionMachine],
  ['Action of a pipeline', actionExecutionMachine],
  ['Build', buildMachine],
  ['Phase of a build', buildPhaseMachine],
  ['Deployment of CodeDeploy', codeDeploymentMachine],
  ['Event of a deployment of CodeDeploy', lifecycleEventMachine],
  ['NAT gateway', natGatewayMachine],
  ['VPC endpoint', vpcEndpointMachine],
];

export interface Life {
  id: string;
  title: string;
  machine: AnyStateMachine;
}

/** The life cycles that can be drawn, by the id of their machine. */
export const lives: ReadonlyMap<string, Life> = new Map(
  machines.map(([title, machine]) => [machine.id, { id: machine.id, title, machine }]),
);
