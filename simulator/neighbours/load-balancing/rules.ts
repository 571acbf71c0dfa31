import type {
  CreateRuleInput,
  CreateRuleOutput,
  DeleteRuleInput,
  DescribeRulesInput,
  DescribeRulesOutput,
  ModifyRuleInput,
  Rule as RuleShape,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../../api/errors.ts';
import type { Wire } from '../../api/wire.ts';
import { actionsOf, conditionsOf, isApplication } from './actions.ts';
import { usageChanged } from './checks.ts';
import { marked } from './pages.ts';
import { forwards, listenerOf, loadBalancing, ruleOf, rulesOf, type LoadBalancingScope } from './scope.ts';
import type { Rule } from './state.ts';

export function createRule(input: Wire<CreateRuleInput>, scope: LoadBalancingScope): Wire<CreateRuleOutput> {
  const listener = listenerOf(input.ListenerArn, scope);
  if (!isApplication(listener, scope))
    throw new AwsError('UnsupportedProtocol', 'Rules are unsupported for Network Load Balancer listeners');
  const priority = input.Priority ?? 0;
  if (priority < 1 || priority > 50_000)
    throw new AwsError('ValidationError', `Priority '${priority}' must be between '1-50000' inclusive`);
  if (rulesOf(listener.arn, scope).some((rule) => rule.priority === priority))
    throw new AwsError('PriorityInUse', `Priority '${priority}' is currently in use`);
  const conditions = conditionsOf(input.Conditions as never);
  if (conditions.length === 0) throw new AwsError('ValidationError', 'A condition must be specified');
  const actions = actionsOf(input.Actions as never, listener, scope);
  const rule: Rule = {
    arn: `${listener.arn.replace(':listener/', ':listener-rule/')}/${scope.context.random.hex(16)}`,
    listener: listener.arn,
    priority,
    conditions,
    actions,
  };
  loadBalancing(scope).rules.set(rule.arn, rule);
  usageChanged(
    forwards(rule).map(({ arn }) => arn),
    scope,
  );
  return { Rules: [describe(rule)] };
}

export function describeRules(
  input: Wire<DescribeRulesInput>,
  scope: LoadBalancingScope,
): Wire<DescribeRulesOutput> {
  if (input.ListenerArn === undefined && !input.RuleArns?.length)
    throw new AwsError('ValidationError', 'You must specify either listener rule ARNs or a listener ARN');
  const found = input.RuleArns?.length
    ? input.RuleArns.map((arn) => ruleOf(arn, scope))
    : rulesOf(listenerOf(input.ListenerArn, scope).arn, scope);
  const { items, next } = marked(found, input);
  return { Rules: items.map(describe), ...next };
}

export function modifyRule(input: Wire<ModifyRuleInput>, scope: LoadBalancingScope): Wire<CreateRuleOutput> {
  const rule = ruleOf(input.RuleArn, scope);
  if (rule.priority === 'default')
    throw new AwsError('OperationNotPermitted', `Default rule '${rule.arn}' cannot be modified`);
  const conditions = input.Conditions ? conditionsOf(input.Conditions as never) : rule.conditions;
  const actions = input.Actions
    ? actionsOf(input.Actions as never, listenerOf(rule.listener, scope), scope)
    : rule.actions;
  rule.conditions = conditions;
  setActions(rule, actions, scope);
  return { Rules: [describe(rule)] };
}

/** Gives a rule other actions, as ModifyRule does and ECS when it shifts traffic. */
export function setActions(rule: Rule, actions: Rule['actions'], scope: LoadBalancingScope): void {
  const before = forwards(rule);
  rule.actions = actions;
  usageChanged(
    [...before, ...forwards(rule)].map(({ arn }) => arn),
    scope,
  );
}

export function deleteRule(input: Wire<DeleteRuleInput>, scope: LoadBalancingScope): Record<string, never> {
  const rule = ruleOf(input.RuleArn, scope);
  if (rule.priority === 'default')
    throw new AwsError('OperationNotPermitted', `Default rule '${rule.arn}' cannot be deleted`);
  loadBalancing(scope).rules.delete(rule.arn);
  usageChanged(
    forwards(rule).map(({ arn }) => arn),
    scope,
  );
  return {};
}

function describe(rule: Rule): Wire<RuleShape> {
  return {
    RuleArn: rule.arn,
    Priority: String(rule.priority),
    Conditions: rule.conditions as never,
    Actions: rule.actions as never,
    IsDefault: rule.priority === 'default',
  };
}
