import { defineLab, type LabView } from '../../learner/bench/index.ts';
import { register, serviceOf, setNetwork } from './goals.ts';
import { commandsLike, missing, reached } from '../goals.ts';

const web = `{
  "family": "web",
  "requiresCompatibilities": ["FARGATE"],
  "networkMode": "awsvpc",
  "cpu": "256",
  "memory": "512",
  "containerDefinitions": [
    { "name": "web", "image": "public.ecr.aws/docker/library/httpd:2.4", "essential": true }
  ]
}
`;
const policy = `{
  "TargetValue": 50,
  "PredefinedMetricSpecification": { "PredefinedMetricType": "ECSServiceAverageMemoryUtilization" },
  "ScaleOutCooldown": 60,
  "ScaleInCooldown": 120
}
`;
const cpu = policy.replace('Memory', 'CPU');
/** What each command of Application Auto Scaling wants to know first. */
const dimension =
  'DIMENSION="--service-namespace ecs --resource-id service/drydock/web --scalable-dimension ecs:service:DesiredCount"';

interface Policy {
  PolicyType: string;
  TargetTrackingScalingPolicyConfiguration?: {
    TargetValue: number;
    PredefinedMetricSpecification?: { PredefinedMetricType: string };
  };
}

const autoScaling = <Output>(view: LabView, operation: string) =>
  view.call<Output>('application-autoscaling', operation, { ServiceNamespace: 'ecs' });
const targets = (view: LabView) =>
  autoScaling<{ ScalableTargets: { MinCapacity: number; MaxCapacity: number }[] }>(
    view,
    'DescribeScalableTargets',
  )?.ScalableTargets ?? [];
const policies = (view: LabView) =>
  autoScaling<{ ScalingPolicies: Policy[] }>(view, 'DescribeScalingPolicies')?.ScalingPolicies ?? [];
const scheduled = (view: LabView) =>
  autoScaling<{ ScheduledActions: { ScalableTargetAction?: { MinCapacity?: number } }[] }>(
    view,
    'DescribeScheduledActions',
  )?.ScheduledActions ?? [];
/** Desired counts that Auto Scaling has set, oldest first. */
const set = (view: LabView) =>
  (
    autoScaling<{ ScalingActivities: { Description: string; StartTime: number }[] }>(
      view,
      'DescribeScalingActivities',
    )?.ScalingActivities ?? []
  )
    .toSorted((a, b) => a.StartTime - b.StartTime)
    .flatMap(({ Description }) => /desired count to (\d+)/.exec(Description)?.slice(1).map(Number) ?? []);

export default defineLab({
  id: 'ecs-auto-scaling',
  title: 'A service that breathes',
  region: 'us-east-1',
  seed: 'ecs-auto-scaling',
  open: 'policy.json',
  files: { 'policy.json': policy, 'web.json': web },
  start: [
    'aws ecs create-cluster --cluster-name drydock',
    register('web.json'),
    setNetwork,
    'aws ecs create-service --cluster drydock --service-name web --task-definition web --desired-count 2 --launch-type FARGATE --network-configuration $NETWORK',
    dimension,
    'drydock load web --cluster drydock requests=10',
    'sleep 300',
  ],
  firstCommand:
    'aws application-autoscaling register-scalable-target $DIMENSION --min-capacity 2 --max-capacity 8',
  steps: [
    {
      id: 'target',
      title: 'Say how far it may go',
      text: 'The service web has two tasks and ten requests a second. Register it with Application Auto Scaling: never fewer than 2 tasks, never more than 8.',
      goal(view) {
        const shouldBe = 'a scalable target with 2 to 8 tasks';
        const [target] = targets(view);
        if (!target) return missing('the service is not registered', shouldBe);
        return target.MinCapacity === 2 && target.MaxCapacity === 8
          ? reached
          : missing(`it may have ${target.MinCapacity} to ${target.MaxCapacity} tasks`, shouldBe);
      },
      hints: [
        'Scaling is a service of its own. It has to be told which number of whom it may change.',
        'The variable DIMENSION names the service and its desired count; two numbers are missing.',
        'aws application-autoscaling register-scalable-target $DIMENSION --min-capacity 2 --max-capacity 8',
      ],
      solution: [
        'aws application-autoscaling register-scalable-target $DIMENSION --min-capacity 2 --max-capacity 8',
      ],
      typicalMinutes: 1,
    },
    {
      id: 'policy',
      title: 'Say what to hold',
      text: 'In policy.json, track the average CPU in place of the memory, at 50 percent. Save it and put it as a target tracking policy.',
      goal(view) {
        const shouldBe = 'a target tracking policy that holds the average CPU at 50 percent';
        const [found] = policies(view);
        if (!found) return missing('the service has no scaling policy', shouldBe);
        const configuration = found.TargetTrackingScalingPolicyConfiguration;
        if (!configuration) return missing(`the policy is a ${found.PolicyType}`, shouldBe);
        const metric = configuration.PredefinedMetricSpecification?.PredefinedMetricType;
        if (metric !== 'ECSServiceAverageCPUUtilization')
          return missing(`the policy tracks ${metric ?? 'a metric of your own'}`, shouldBe);
        return configuration.TargetValue === 50
          ? reached
          : missing(`the policy holds ${configuration.TargetValue} percent`, shouldBe);
      },
      hints: [
        'A web page that is busy uses its CPU. Its memory hardly moves.',
        'The other name is ECSServiceAverageCPUUtilization; put-scaling-policy reads a file with file://.',
        'aws application-autoscaling put-scaling-policy $DIMENSION --policy-name cpu --policy-type TargetTrackingScaling --target-tracking-scaling-policy-configuration file://policy.json',
      ],
      solution: [
        { save: 'policy.json', content: cpu },
        'aws application-autoscaling put-scaling-policy $DIMENSION --policy-name cpu --policy-type TargetTrackingScaling --target-tracking-scaling-policy-configuration file://policy.json',
      ],
      typicalMinutes: 2,
    },
    {
      id: 'out',
      title: 'Let the crowd in',
      text: 'drydock load gives a service something to do. Raise the load to 40 requests a second, and wind on until the service has scaled out and is steady.',
      goal(view) {
        const shouldBe = 'a service that Auto Scaling has brought to 5 tasks or more, all of them running';
        const service = serviceOf(view, 'web');
        const highest = Math.max(0, ...set(view));
        if (highest === 0) return missing('Auto Scaling has not changed the desired count yet', shouldBe);
        if (highest < 5) return missing(`Auto Scaling has brought the service to ${highest} tasks`, shouldBe);
        return service && service.runningCount >= 5
          ? reached
          : missing(`${service?.runningCount} tasks are running`, shouldBe);
      },
      hints: [
        'A request costs 20 ms of a vCPU, and a task here has a quarter of one. How busy do 40 a second make two tasks?',
        'drydock load web --cluster drydock requests=40; then give the alarm its three minutes.',
        'Wind on by ten minutes. describe-services shows the count; describe-scaling-activities says why.',
      ],
      solution: ['drydock load web --cluster drydock requests=40', { wind: 600_000 }],
      typicalMinutes: 2,
    },
    {
      id: 'in',
      title: 'Let the crowd go',
      text: 'Take the load back to 5 requests a second, and wait until the service is back at two tasks.',
      goal(view) {
        const shouldBe = 'a service that Auto Scaling has brought back to 2 tasks';
        const counts = set(view);
        if (Math.max(0, ...counts) < 5) return missing('the service has not scaled out yet', shouldBe);
        const service = serviceOf(view, 'web');
        return counts.at(-1) === 2 && service?.runningCount === 2
          ? reached
          : missing(`${service?.runningCount} tasks are running`, shouldBe);
      },
      hints: [
        'Out is quick, in is slow. That is on purpose.',
        'The alarm for low use wants fifteen quiet minutes.',
        'drydock load web --cluster drydock requests=5, and half an hour or more.',
      ],
      solution: ['drydock load web --cluster drydock requests=5', { wind: 3_600_000 }],
      typicalMinutes: 2,
    },
    {
      id: 'ahead',
      title: 'Be there before the crowd',
      text: 'Every working day at 8 the crowd comes. Add a scheduled action that raises the minimum to 4 or more on weekdays at 7:45.',
      goal(view) {
        const shouldBe = 'a scheduled action that raises the minimum to 4 or more';
        const [action] = scheduled(view);
        if (!action) return missing('there is no scheduled action', shouldBe);
        const lowest = action.ScalableTargetAction?.MinCapacity;
        if (lowest === undefined || lowest < 4)
          return missing(`the action sets the minimum to ${lowest ?? 'nothing'}`, shouldBe);
        return commandsLike(view, /cron\(/).length > 0
          ? reached
          : missing(
              'the action does not happen again and again',
              'a scheduled action with a cron expression',
            );
      },
      hints: [
        'Tracking reacts. What you know beforehand, you can do beforehand.',
        'put-scheduled-action takes --schedule and --scalable-target-action.',
        'aws application-autoscaling put-scheduled-action $DIMENSION --scheduled-action-name morning --schedule "cron(45 7 ? * MON-FRI *)" --scalable-target-action MinCapacity=4,MaxCapacity=8',
      ],
      solution: [
        'aws application-autoscaling put-scheduled-action $DIMENSION --scheduled-action-name morning --schedule "cron(45 7 ? * MON-FRI *)" --scalable-target-action MinCapacity=4,MaxCapacity=8',
      ],
      typicalMinutes: 2,
    },
  ],
});
