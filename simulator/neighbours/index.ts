import type { Service } from '../api/service.ts';
import type { Effect } from '../kernel/queue.ts';
import type { RegionScope } from '../region.ts';
import { autoScalingReactions, autoScalingService } from './auto-scaling/index.ts';
import { cloudwatchReactions, cloudwatchService } from './cloudwatch/index.ts';
import { codeBuildReactions, codeBuildService } from './codebuild/index.ts';
import { codePipelineReactions, codePipelineService } from './codepipeline/index.ts';
import { codeDeployReactions, codeDeployService } from './codedeploy/index.ts';
import { autoScalingGroupsReactions, autoScalingGroupsService } from './autoscaling-groups/index.ts';
import { ec2Reactions, ec2Service } from './ec2/index.ts';
import { eventsReactions, eventsService } from './events/index.ts';
import { loadBalancingReactions, loadBalancingService } from './load-balancing/index.ts';
import { schedulerReactions, schedulerService } from './scheduler/index.ts';
import { efsService, fsxService, storageReactions } from './storage/index.ts';
import { logsService } from './logs/index.ts';
import { parametersService } from './parameters/index.ts';
import type { NeighbourScope } from './scope.ts';
import { secretsService } from './secrets/index.ts';
import { serviceDiscoveryReactions, serviceDiscoveryService } from './service-discovery/index.ts';

/** The APIs of the neighbours, by the service's name on the command line. */
export const neighbourServices: Readonly<Record<string, Service<NeighbourScope>>> = {
  'application-autoscaling': autoScalingService,
  cloudwatch: cloudwatchService,
  autoscaling: autoScalingGroupsService,
  codebuild: codeBuildService,
  codepipeline: codePipelineService,
  deploy: codeDeployService,
  ec2: ec2Service,
  elbv2: loadBalancingService,
  efs: efsService,
  events: eventsService,
  fsx: fsxService,
  scheduler: schedulerService,
  logs: logsService,
  secretsmanager: secretsService,
  servicediscovery: serviceDiscoveryService,
  ssm: parametersService,
};

/** What falls due in the neighbours, by effect type. An effect's subject begins with an ARN of its Region and account. */
export const neighbourReactions: Readonly<Record<string, (effect: Effect, scope: RegionScope) => void>> = {
  ...autoScalingReactions,
  ...cloudwatchReactions,
  ...autoScalingGroupsReactions,
  ...codeBuildReactions,
  ...codePipelineReactions,
  ...codeDeployReactions,
  ...ec2Reactions,
  ...eventsReactions,
  ...loadBalancingReactions,
  ...schedulerReactions,
  ...serviceDiscoveryReactions,
  ...storageReactions,
};
