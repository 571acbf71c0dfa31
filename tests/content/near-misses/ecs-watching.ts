import type { NearMiss } from '../walk.ts';

export const nearMisses: readonly NearMiss[] = [
  {
    lab: 'ecs-logs',
    slip: 'a group that keeps everything',
    acts: ['aws logs create-log-group --log-group-name /ecs/shop'],
    step: 'group',
    is: 'it keeps lines for ever',
  },
  {
    lab: 'ecs-logs',
    slip: 'the definition as it stands in the file',
    acts: [
      'aws logs create-log-group --log-group-name /ecs/shop',
      'aws ecs register-task-definition --cli-input-json file://shop.json',
      'aws ecs create-service --cluster drydock --service-name shop --task-definition shop --desired-count 2 --launch-type FARGATE --network-configuration $NETWORK',
      { wind: 180_000 },
      'aws logs filter-log-events --log-group-name /ecs/shop',
    ],
    step: 'driver',
    is: '/ecs/shop has 0 streams, 0 of them so named',
  },
  {
    lab: 'ecs-alarms',
    slip: 'one dimension in place of two',
    acts: [
      'aws cloudwatch put-metric-alarm --alarm-name shop-cpu --namespace AWS/ECS --metric-name CPUUtilization --dimensions Name=ServiceName,Value=shop --statistic Average --period 60 --evaluation-periods 2 --threshold 80 --comparison-operator GreaterThanThreshold',
      { wind: 180_000 },
    ],
    step: 'alarm',
    is: 'the alarm watches ServiceName',
  },
  {
    lab: 'ecs-alarms',
    slip: 'the pattern as it stands in the file',
    acts: ['aws events put-rule --name stops --event-pattern file://pattern.json'],
    step: 'rule',
    is: 'the rule does not ask for STOPPED',
  },
];
