import type { Service } from '../../api/service.ts';
import { invalid } from '../../api/invalid.ts';
import type { Effect } from '../../kernel/queue.ts';
import type { RegionScope } from '../../region.ts';
import { describeTargetGroupAttributes, modifyTargetGroupAttributes } from './attributes.ts';
import { checkEvent, recheckTask } from './checks.ts';
import { createListener, deleteListener, describeListeners, modifyListener } from './listeners.ts';
import {
  createLoadBalancer,
  deleteLoadBalancer,
  describeLoadBalancers,
  loadBalancerEvent,
} from './load-balancers.ts';
import { drainedEvent } from './registration.ts';
import { createRule, deleteRule, describeRules, modifyRule } from './rules.ts';
import type { LoadBalancingScope } from './scope.ts';
import {
  createTargetGroup,
  deleteTargetGroup,
  describeTargetGroups,
  modifyTargetGroup,
} from './target-groups.ts';
import { deregisterTargets, describeTargetHealth, registerTargets } from './targets.ts';

/** Elastic Load Balancing: Application and Network Load Balancers. */
export const loadBalancingService: Service<LoadBalancingScope> = {
  name: 'elbv2',
  operations: {
    CreateListener: createListener,
    CreateLoadBalancer: createLoadBalancer,
    CreateRule: createRule,
    CreateTargetGroup: createTargetGroup,
    DeleteListener: deleteListener,
    DeleteLoadBalancer: deleteLoadBalancer,
    DeleteRule: deleteRule,
    DeleteTargetGroup: deleteTargetGroup,
    DeregisterTargets: deregisterTargets,
    DescribeListeners: describeListeners,
    DescribeLoadBalancers: describeLoadBalancers,
    DescribeRules: describeRules,
    DescribeTargetGroupAttributes: describeTargetGroupAttributes,
    DescribeTargetGroups: describeTargetGroups,
    DescribeTargetHealth: describeTargetHealth,
    ModifyListener: modifyListener,
    ModifyRule: modifyRule,
    ModifyTargetGroup: modifyTargetGroup,
    ModifyTargetGroupAttributes: modifyTargetGroupAttributes,
    RegisterTargets: registerTargets,
  },
  missing: (member) => invalid(member, undefined, 'Member must not be null'),
};

export const loadBalancingReactions: Readonly<Record<string, (effect: Effect, scope: RegionScope) => void>> =
  {
    'elbv2.check': checkEvent,
    'elbv2.drained': drainedEvent,
    'elbv2.loadBalancer': loadBalancerEvent,
    'elbv2.recheck': recheckTask,
  };
