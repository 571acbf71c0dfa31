import type { Call } from '../../kernel/journal.ts';
import type { EcrState } from '../../ecr/state.ts';
import type { IamState } from '../state.ts';
import { ecrNeeds } from './ecr.ts';
import { ecsNeeds } from './ecs.ts';
import { iamNeeds } from './iam.ts';
import type { Need } from './need.ts';
import { stsNeeds } from './sts.ts';

/** Where a call's resources are looked up. */
export interface Resources {
  iamOf(accountId: string): IamState;
  /** A private or public registry's state; undefined while nobody has used it. */
  registry(service: string, accountId: string, region: string): EcrState | undefined;
}

/** What a call needs to be allowed; nothing for a service that IAM does not guard. */
export function needsOf(call: Call, callersAccount: string, resources: Resources): Need[] {
  const named = (call.input as { registryId?: unknown } | null)?.registryId;
  const registryId = typeof named === 'string' ? named : callersAccount;
  switch (call.service) {
    case 'ecr':
    case 'ecr-public':
      return ecrNeeds(call, registryId, resources.registry(call.service, registryId, call.region));
    case 'ecs':
      return ecsNeeds(call, callersAccount);
    case 'iam':
      return iamNeeds(call, resources.iamOf(callersAccount));
    case 'sts':
      return stsNeeds(call, resources.iamOf);
    default: {
      const prefix = prefixes[call.service];
      if (prefix === undefined) return [];
      // The course writes no policy on the neighbours' single resources: each action works on `*`.
      const action = `${prefix}:${call.operation}`;
      return [{ action, resource: '*', accountId: callersAccount, anyResource: true }];
    }
  }
}

/** What actions of the neighbours begin with, by the service's name on the command line. */
const prefixes: Readonly<Record<string, string>> = {
  'application-autoscaling': 'application-autoscaling',
  autoscaling: 'autoscaling',
  cloudwatch: 'cloudwatch',
  codebuild: 'codebuild',
  codepipeline: 'codepipeline',
  deploy: 'codedeploy',
  ec2: 'ec2',
  efs: 'elasticfilesystem',
  elbv2: 'elasticloadbalancing',
  events: 'events',
  fsx: 'fsx',
  logs: 'logs',
  scheduler: 'scheduler',
  secretsmanager: 'secretsmanager',
  servicediscovery: 'servicediscovery',
  ssm: 'ssm',
};
