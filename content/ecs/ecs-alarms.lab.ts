import { defineLab, type LabView } from '../../learner/bench/index.ts';
import { register, setNetwork, tasksOf } from './goals.ts';
import { hasSeen, missing, reached, toSee } from '../goals.ts';

const shop = `{
  "family": "shop",
  "requiresCompatibilities": ["FARGATE"],
  "networkMode": "awsvpc",
  "cpu": "256",
  "memory": "512",
  "containerDefinitions": [
    { "name": "shop", "image": "public.ecr.aws/docker/library/httpd:2.4", "essential": true }
  ]
}
`;
const pattern = `{
  "source": ["aws.ecs"],
  "detail-type": ["ECS Task State Change"],
  "detail": { "lastStatus": ["PENDING"] }
}
`;

interface Alarm {
  AlarmName: string;
  MetricName: string;
  StateValue: string;
  Threshold: number;
  Dimensions: { Name: string; Value: string }[];
}

const alarms = (view: LabView) =>
  view.call<{ MetricAlarms: Alarm[] }>('cloudwatch', 'DescribeAlarms', {})?.MetricAlarms ?? [];
const valueOf = ({ Dimensions }: Alarm, name: string) => Dimensions.find(({ Name }) => Name === name)?.Value;
const rule = (view: LabView) =>
  view.call<{ Rules: { Name: string; EventPattern?: string }[] }>('events', 'ListRules', {})?.Rules[0];
const caught = (view: LabView) =>
  view.call<{ events: { message: string }[] }>('logs', 'FilterLogEvents', {
    logGroupName: '/aws/events/stops',
  })?.events ?? [];

export default defineLab({
  id: 'ecs-alarms',
  title: 'Let it call you',
  region: 'us-east-1',
  seed: 'ecs-alarms',
  open: 'pattern.json',
  files: { 'pattern.json': pattern, 'shop.json': shop },
  start: [
    'aws ecs create-cluster --cluster-name drydock',
    register('shop.json'),
    setNetwork,
    'aws ecs create-service --cluster drydock --service-name shop --task-definition shop --desired-count 2 --launch-type FARGATE --network-configuration $NETWORK',
    'drydock load shop --cluster drydock requests=10',
    'DIMENSIONS="Name=ClusterName,Value=drydock Name=ServiceName,Value=shop"',
    'sleep 300',
  ],
  firstCommand: 'aws cloudwatch list-metrics --namespace AWS/ECS',
  steps: [
    {
      id: 'read',
      title: 'Read a metric',
      text: 'Read the average CPU of the service shop, minute by minute.',
      goal: toSee(
        /get-metric-(statistics|data)/,
        /"(Average|Values)"/,
        'no metric has been read',
        'a get-metric-statistics of CPUUtilization with its averages',
      ),
      hints: [
        'list-metrics shows which there are, and with which dimensions.',
        'get-metric-statistics wants namespace, name, dimensions, times, period and statistic. DIMENSIONS holds the two dimensions.',
        'aws cloudwatch get-metric-statistics --namespace AWS/ECS --metric-name CPUUtilization --dimensions $DIMENSIONS --start-time 2026-01-05T09:00:00Z --end-time 2026-01-05T12:00:00Z --period 60 --statistics Average',
      ],
      solution: [
        'aws cloudwatch get-metric-statistics --namespace AWS/ECS --metric-name CPUUtilization --dimensions $DIMENSIONS --start-time 2026-01-05T09:00:00Z --end-time 2026-01-05T12:00:00Z --period 60 --statistics Average',
      ],
      typicalMinutes: 2,
    },
    {
      id: 'alarm',
      title: 'Set an alarm',
      text: 'Create an alarm shop-cpu that rings when the average CPU of the service is above 80 percent for two minutes in a row. Wait until its state is OK.',
      goal(view) {
        const shouldBe = 'an alarm shop-cpu above 80 percent CPU of the service shop, in the state OK';
        const found = alarms(view).find(({ AlarmName }) => AlarmName === 'shop-cpu');
        if (!found) return missing('there is no alarm shop-cpu', shouldBe);
        if (found.MetricName !== 'CPUUtilization')
          return missing(`the alarm watches ${found.MetricName}`, shouldBe);
        if (valueOf(found, 'ServiceName') !== 'shop' || valueOf(found, 'ClusterName') !== 'drydock')
          return missing(
            `the alarm watches ${found.Dimensions.map(({ Name }) => Name).join(' and ') || 'no dimension'}`,
            shouldBe,
          );
        if (found.Threshold !== 80) return missing(`the threshold is ${found.Threshold}`, shouldBe);
        return found.StateValue === 'INSUFFICIENT_DATA'
          ? missing('the alarm is in the state INSUFFICIENT_DATA', shouldBe)
          : reached;
      },
      hints: [
        'The metric of a service has two dimensions. With one of them missing it is another metric, which nobody fills.',
        'put-metric-alarm takes --statistic, --period, --evaluation-periods, --threshold and --comparison-operator.',
        'aws cloudwatch put-metric-alarm --alarm-name shop-cpu --namespace AWS/ECS --metric-name CPUUtilization --dimensions $DIMENSIONS --statistic Average --period 60 --evaluation-periods 2 --threshold 80 --comparison-operator GreaterThanThreshold',
      ],
      solution: [
        'aws cloudwatch put-metric-alarm --alarm-name shop-cpu --namespace AWS/ECS --metric-name CPUUtilization --dimensions $DIMENSIONS --statistic Average --period 60 --evaluation-periods 2 --threshold 80 --comparison-operator GreaterThanThreshold',
        { wind: 180_000 },
      ],
      typicalMinutes: 3,
    },
    {
      id: 'ring',
      title: 'Make it ring',
      text: 'Raise the load of shop to 60 requests a second, and wait until the alarm is in ALARM. Read its reason.',
      goal(view) {
        const shouldBe = 'an alarm in ALARM, and a look at its reason';
        const found = alarms(view).find(({ AlarmName }) => AlarmName === 'shop-cpu');
        if (found?.StateValue !== 'ALARM')
          return missing(`the alarm is in the state ${found?.StateValue ?? 'of not being there'}`, shouldBe);
        return hasSeen(view, /describe-alarms/, 'Threshold Crossed')
          ? reached
          : missing('nobody has read the reason', shouldBe);
      },
      hints: [
        'Two tasks of a quarter vCPU each can bear 25 requests a second.',
        'drydock load shop --cluster drydock requests=60, some minutes, describe-alarms.',
        'aws cloudwatch describe-alarms --query "MetricAlarms[].StateReason"',
      ],
      solution: [
        'drydock load shop --cluster drydock requests=60',
        { wind: 300_000 },
        'aws cloudwatch describe-alarms --query "MetricAlarms[].StateReason"',
      ],
      typicalMinutes: 2,
    },
    {
      id: 'rule',
      title: 'Listen for stopped tasks',
      text: 'In pattern.json, ask for tasks that are STOPPED. Make a rule of it whose target is a new log group /aws/events/stops.',
      goal(view) {
        const shouldBe =
          'a rule for tasks that are STOPPED, with the log group /aws/events/stops as its target';
        const found = rule(view);
        if (!found) return missing('there is no rule', shouldBe);
        if (!found.EventPattern?.includes('"STOPPED"'))
          return missing('the rule does not ask for STOPPED', shouldBe);
        const targets =
          view.call<{ Targets: { Arn: string }[] }>('events', 'ListTargetsByRule', { Rule: found.Name })
            ?.Targets ?? [];
        return targets.some(({ Arn }) => Arn.includes('log-group:/aws/events/stops'))
          ? reached
          : missing('the rule has no log group as its target', shouldBe);
      },
      hints: [
        'A rule has a pattern and targets; the two are set by two calls.',
        'put-rule takes --event-pattern file://pattern.json; put-targets takes the ARN of the group.',
        'aws events put-targets --rule stops --targets Id=log,Arn=arn:aws:logs:us-east-1:123456789012:log-group:/aws/events/stops',
      ],
      solution: [
        { save: 'pattern.json', content: pattern.replace('PENDING', 'STOPPED') },
        'aws events put-rule --name stops --event-pattern file://pattern.json',
        'aws logs create-log-group --log-group-name /aws/events/stops',
        'aws events put-targets --rule stops --targets Id=log,Arn=arn:aws:logs:us-east-1:123456789012:log-group:/aws/events/stops',
      ],
      typicalMinutes: 3,
    },
    {
      id: 'caught',
      title: 'Catch one',
      text: 'Stop a task of shop, wait until it is STOPPED, and read what the log group has caught.',
      goal(view) {
        const shouldBe = 'an event of a stopped task in /aws/events/stops, and a look at it';
        if (!tasksOf(view, 'shop').some(({ lastStatus }) => lastStatus === 'STOPPED'))
          return missing('no task of shop is STOPPED', shouldBe);
        if (caught(view).length === 0) return missing('the log group has caught nothing', shouldBe);
        return hasSeen(view, /aws logs/, 'stoppedReason')
          ? reached
          : missing('nobody has read the event', shouldBe);
      },
      hints: [
        'list-tasks will forget it in an hour. The log group will not.',
        'stop-task, two minutes, aws logs tail.',
        'aws logs tail /aws/events/stops --since 10m',
      ],
      solution: [
        'aws ecs stop-task --cluster drydock --task $(aws ecs list-tasks --cluster drydock --query taskArns[0] --output text)',
        { wind: 120_000 },
        'aws logs tail /aws/events/stops --since 10m',
      ],
      typicalMinutes: 2,
    },
  ],
});
