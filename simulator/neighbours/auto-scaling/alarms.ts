import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import type {
  CustomizedMetricSpecification,
  PredefinedMetricSpecification,
  TargetTrackingScalingPolicyConfiguration,
} from '@aws-sdk/client-application-auto-scaling';
import { AwsError } from '../../api/errors.ts';
import type { Wire } from '../../api/wire.ts';
import type { RegionScope } from '../../region.ts';
import { scalingPrincipal } from './activity.ts';

type Watched = Pick<
  Wire<PutMetricAlarmInput>,
  'Namespace' | 'MetricName' | 'Dimensions' | 'Statistic' | 'Unit'
>;

/** What a target tracking policy watches. @throws AwsError ValidationException */
export function watchedBy(
  {
    PredefinedMetricSpecification: predefined,
    CustomizedMetricSpecification: own,
  }: Wire<TargetTrackingScalingPolicyConfiguration>,
  resourceId: string,
): Watched {
  if ((predefined === undefined) === (own === undefined))
    throw new AwsError(
      'ValidationException',
      'You must specify either a PredefinedMetricSpecification or a CustomizedMetricSpecification.',
    );
  return predefined ? ofPredefined(predefined, resourceId) : ofOwn(own!);
}

function ofPredefined(
  { PredefinedMetricType, ResourceLabel }: Wire<PredefinedMetricSpecification>,
  resourceId: string,
): Watched {
  const [, cluster = '', service = ''] = resourceId.split('/');
  const dimensions = [
    { Name: 'ClusterName', Value: cluster },
    { Name: 'ServiceName', Value: service },
  ];
  const ofService = { Namespace: 'AWS/ECS', Dimensions: dimensions, Statistic: 'Average' as const };
  switch (PredefinedMetricType) {
    case 'ECSServiceAverageCPUUtilization':
      return { ...ofService, MetricName: 'CPUUtilization' };
    case 'ECSServiceAverageMemoryUtilization':
      return { ...ofService, MetricName: 'MemoryUtilization' };
    case 'ALBRequestCountPerTarget': {
      const group = /targetgroup\/[^/]+\/[0-9a-f]+$/.exec(ResourceLabel ?? '')?.[0];
      if (group === undefined)
        throw new AwsError(
          'ValidationException',
          'Resource label must be specified for metric type ALBRequestCountPerTarget.',
        );
      return {
        Namespace: 'AWS/ApplicationELB',
        MetricName: 'RequestCountPerTarget',
        Dimensions: [{ Name: 'TargetGroup', Value: group }],
        Statistic: 'Sum',
      };
    }
    default:
      throw new AwsError(
        'ValidationException',
        `Metric type ${PredefinedMetricType} is not valid for ecs:service:DesiredCount.`,
      );
  }
}

function ofOwn({
  Namespace,
  MetricName,
  Dimensions,
  Statistic,
  Unit,
  Metrics,
}: Wire<CustomizedMetricSpecification>): Watched {
  if (Metrics)
    throw new AwsError(
      'NotSimulatedException',
      'Drydock does not simulate metric math in scaling policies: name one metric.',
    );
  return {
    Namespace,
    MetricName,
    Dimensions: Dimensions ?? [],
    Statistic: Statistic ?? 'Average',
    ...(Unit === undefined ? {} : { Unit: Unit as 'Percent' }),
  };
}

/**
 * Makes the two alarms of a target tracking policy: three minutes above the target, fifteen minutes below nine tenths of
 * it (observed, and https://docs.aws.amazon.com/AmazonECS/latest/developerguide/target-tracking-create-policy.html).
 */
export function makeAlarms(
  policyArn: string,
  resourceId: string,
  configuration: Wire<TargetTrackingScalingPolicyConfiguration>,
  watched: Watched,
  scope: RegionScope,
): { name: string; arn: string }[] {
  const { TargetValue = 0, DisableScaleIn } = configuration;
  const { region, accountId, context } = scope;
  const kinds = [
    {
      kind: 'High',
      ComparisonOperator: 'GreaterThanThreshold',
      EvaluationPeriods: 3,
      Threshold: TargetValue,
    },
    {
      kind: 'Low',
      ComparisonOperator: 'LessThanThreshold',
      EvaluationPeriods: 15,
      Threshold: Math.round(TargetValue * 0.9 * 1e6) / 1e6,
    },
  ];
  return kinds
    .filter(({ kind }) => kind === 'High' || !DisableScaleIn)
    .map(({ kind, ...asked }) => {
      const name = `TargetTracking-${resourceId}-Alarm${kind}-${context.random.uuid()}`;
      const input = {
        AlarmName: name,
        AlarmDescription: `DO NOT EDIT OR DELETE. For TargetTrackingScaling policy ${policyArn}.`,
        AlarmActions: [policyArn],
        Period: 60,
        ...watched,
        ...asked,
      };
      scope.send({
        service: 'cloudwatch',
        operation: 'PutMetricAlarm',
        input,
        principal: scalingPrincipal(scope),
      });
      return { name, arn: `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}` };
    });
}

export function dropAlarms(names: readonly string[], scope: RegionScope): void {
  const there = names.filter((name) => scope.neighbours.cloudwatch.alarms.has(name));
  if (there.length === 0) return;
  scope.send({
    service: 'cloudwatch',
    operation: 'DeleteAlarms',
    input: { AlarmNames: there },
    principal: scalingPrincipal(scope),
  });
}
