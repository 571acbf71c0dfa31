import { createAutoScaling, type AutoScaling } from './auto-scaling/state.ts';
import { createCodeBuild, type CodeBuild } from './codebuild/state.ts';
import { createGit, type Git } from './git/state.ts';
import { createCodePipeline, type CodePipeline } from './codepipeline/state.ts';
import { createCodeDeploy, type CodeDeploy } from './codedeploy/state.ts';
import { createCloudWatch, type CloudWatch } from './cloudwatch/state.ts';
import { createEvents, type Events } from './events/state.ts';
import { createAutoScalingGroups, type AutoScalingGroups } from './autoscaling-groups/state.ts';
import { createFaults, type Faults } from '../faults/state.ts';
import { createEc2, type Ec2 } from './ec2/state.ts';
import { createLoadBalancing, type LoadBalancing } from './load-balancing/state.ts';
import { createScheduler, type Scheduler } from './scheduler/state.ts';
import { createLogs, type Logs } from './logs/state.ts';
import { createParameters, type Parameters } from './parameters/state.ts';
import { createSecrets, type Secrets } from './secrets/state.ts';
import { createServiceDiscovery, type ServiceDiscovery } from './service-discovery/state.ts';
import { createStorage, type Storage } from './storage/state.ts';

/** The state of each neighbour in one Region of an account, made at the first use of the Region. */
export interface Neighbours {
  autoScaling: AutoScaling;
  cloudwatch: CloudWatch;
  codeBuild: CodeBuild;
  codeDeploy: CodeDeploy;
  codePipeline: CodePipeline;
  git: Git;
  events: Events;
  autoScalingGroups: AutoScalingGroups;
  ec2: Ec2;
  faults: Faults;
  loadBalancing: LoadBalancing;
  scheduler: Scheduler;
  storage: Storage;
  logs: Logs;
  parameters: Parameters;
  secrets: Secrets;
  serviceDiscovery: ServiceDiscovery;
}

export function createNeighbours(): Neighbours {
  return {
    autoScaling: createAutoScaling(),
    cloudwatch: createCloudWatch(),
    codeBuild: createCodeBuild(),
    codeDeploy: createCodeDeploy(),
    codePipeline: createCodePipeline(),
    git: createGit(),
    events: createEvents(),
    autoScalingGroups: createAutoScalingGroups(),
    ec2: createEc2(),
    faults: createFaults(),
    loadBalancing: createLoadBalancing(),
    scheduler: createScheduler(),
    storage: createStorage(),
    logs: createLogs(),
    parameters: createParameters(),
    secrets: createSecrets(),
    serviceDiscovery: createServiceDiscovery(),
  };
}
