import { defineLab, type LabView } from '../../learner/bench/index.ts';
import { eventsOf, register, serviceOf, setNetwork, tasksOf } from './goals.ts';
import { commandsLike, hasSeen, missing, reached } from '../goals.ts';

const web = `{
  "family": "web",
  "requiresCompatibilities": ["FARGATE"],
  "networkMode": "awsvpc",
  "cpu": "256",
  "memory": "512",
  "containerDefinitions": [
    {
      "name": "web",
      "image": "public.ecr.aws/docker/library/httpd:2.4",
      "essential": true,
      "portMappings": [{ "containerPort": 80 }]
    }
  ]
}
`;

interface TargetGroup {
  TargetGroupArn: string;
  TargetType: string;
  HealthCheckPath: string;
}

const groups = (view: LabView) =>
  view.call<{ TargetGroups: TargetGroup[] }>('elbv2', 'DescribeTargetGroups', {})?.TargetGroups ?? [];
const groupNamed = (view: LabView, name: string) =>
  view
    .call<{ SecurityGroups: { GroupId: string; GroupName: string }[] }>('ec2', 'DescribeSecurityGroups', {})
    ?.SecurityGroups.find(({ GroupName }) => GroupName === name)?.GroupId ?? '';
const healthy = (view: LabView) =>
  groups(view).flatMap(({ TargetGroupArn }) =>
    (
      view.call<{ TargetHealthDescriptions: { TargetHealth: { State: string } }[] }>(
        'elbv2',
        'DescribeTargetHealth',
        { TargetGroupArn },
      )?.TargetHealthDescriptions ?? []
    ).filter(({ TargetHealth }) => TargetHealth.State === 'healthy'),
  ).length;
const delay = (view: LabView) => {
  const [group] = groups(view);
  if (!group) return undefined;
  const { Attributes = [] } =
    view.call<{ Attributes: { Key: string; Value: string }[] }>('elbv2', 'DescribeTargetGroupAttributes', {
      TargetGroupArn: group.TargetGroupArn,
    }) ?? {};
  const found = Attributes.find(({ Key }) => Key === 'deregistration_delay.timeout_seconds');
  return found && Number(found.Value);
};

const ask = "curl -s -o /dev/null -w '%{http_code}\\n' http://$DNS/";
const answered = (view: LabView, after: RegExp) => {
  const last = view.commands.findLastIndex(({ line, exitCode }) => after.test(line) && exitCode === 0);
  return view.commands
    .slice(last + 1)
    .some(({ line, stdout }) => /curl/.test(line) && /200|It works/.test(stdout));
};
const path = (to: string) => `aws elbv2 modify-target-group --target-group-arn $TG --health-check-path ${to}`;

export default defineLab({
  id: 'ecs-load-balancing',
  title: 'One address for two tasks',
  region: 'us-east-1',
  seed: 'ecs-load-balancing',
  open: 'web.json',
  files: { 'web.json': web },
  start: [
    'aws ecs create-cluster --cluster-name drydock',
    register('web.json'),
    setNetwork,
    `SUBNETS=$(aws ec2 describe-subnets --query 'Subnets[].SubnetId' --output text | tr '\\t' ' ')`,
    "VPC=$(aws ec2 describe-vpcs --query 'Vpcs[0].VpcId' --output text)",
    'FRONT=$(aws ec2 create-security-group --group-name front --description visitors --vpc-id $VPC --query GroupId --output text)',
    'aws ec2 authorize-security-group-ingress --group-id $FRONT --protocol tcp --port 80 --cidr 0.0.0.0/0',
  ],
  firstCommand: 'aws elbv2 create-load-balancer --name shop --subnets $SUBNETS --security-groups $FRONT',
  steps: [
    {
      id: 'balancer',
      title: 'Build the front',
      text: 'Create an Application Load Balancer in the three subnets with the security group $FRONT, which lets visitors in on port 80. Add a target group of the type ip for port 80, and a listener on port 80 that forwards to it.',
      goal(view) {
        const shouldBe = 'a load balancer with a listener that forwards to a target group of the type ip';
        const balancers =
          view.call<{ LoadBalancers: { LoadBalancerArn: string; SecurityGroups?: string[] }[] }>(
            'elbv2',
            'DescribeLoadBalancers',
            {},
          )?.LoadBalancers ?? [];
        if (balancers.length === 0) return missing('there is no load balancer', shouldBe);
        const front = groupNamed(view, 'front');
        if (!balancers.some(({ SecurityGroups }) => SecurityGroups?.includes(front)))
          return missing('the security group of the load balancer lets no visitor in', shouldBe);
        const [group] = groups(view);
        if (!group) return missing('there is no target group', shouldBe);
        if (!groups(view).some(({ TargetType }) => TargetType === 'ip'))
          return missing(`the target group has the type ${group.TargetType}`, shouldBe);
        const listeners = balancers.flatMap(
          ({ LoadBalancerArn }) =>
            view.call<{ Listeners: object[] }>('elbv2', 'DescribeListeners', { LoadBalancerArn })
              ?.Listeners ?? [],
        );
        return listeners.length > 0 ? reached : missing('the load balancer has no listener', shouldBe);
      },
      hints: [
        'Three things that know each other: the balancer has listeners, a listener forwards to a target group.',
        'create-target-group needs --target-type ip and --vpc-id $VPC; create-listener needs both ARNs.',
        'aws elbv2 create-listener --load-balancer-arn $LB --protocol HTTP --port 80 --default-actions Type=forward,TargetGroupArn=$TG',
      ],
      solution: [
        "LB=$(aws elbv2 create-load-balancer --name shop --subnets $SUBNETS --security-groups $FRONT --query 'LoadBalancers[0].LoadBalancerArn' --output text)",
        "TG=$(aws elbv2 create-target-group --name web --protocol HTTP --port 80 --target-type ip --vpc-id $VPC --query 'TargetGroups[0].TargetGroupArn' --output text)",
        'aws elbv2 create-listener --load-balancer-arn $LB --protocol HTTP --port 80 --default-actions Type=forward,TargetGroupArn=$TG',
      ],
      typicalMinutes: 3,
    },
    {
      id: 'service',
      title: 'Put a service behind it',
      text: 'Let the load balancer reach the tasks: open port 80 of their security group, $SECURITY_GROUP, to $FRONT. Then create the service web with two tasks that register in the target group. When both are healthy, fetch the page through the load balancer.',
      goal(view) {
        const shouldBe = 'a service web with two healthy targets, and an answer through the load balancer';
        if (!serviceOf(view, 'web')) return missing('there is no service web', shouldBe);
        if (serviceOf(view, 'web')!.loadBalancers.length === 0)
          return missing('the service web registers its tasks nowhere', shouldBe);
        if (healthy(view) < 2) return missing(`${healthy(view)} of 2 targets are healthy`, shouldBe);
        return answered(view, /create-service/)
          ? reached
          : missing('nobody has fetched the page through the load balancer', shouldBe);
      },
      hints: [
        'The service, not you, registers the tasks. It needs to know the group, the container and its port.',
        'aws ec2 authorize-security-group-ingress opens the port; create-service takes --load-balancers targetGroupArn=$TG,containerName=web,containerPort=80.',
        "DNS=$(aws elbv2 describe-load-balancers --query 'LoadBalancers[0].DNSName' --output text) and, two minutes after create-service, curl http://$DNS/",
      ],
      solution: [
        'aws ec2 authorize-security-group-ingress --group-id $SECURITY_GROUP --protocol tcp --port 80 --source-group $FRONT',
        'aws ecs create-service --cluster drydock --service-name web --task-definition web --desired-count 2 --launch-type FARGATE --network-configuration $NETWORK --load-balancers targetGroupArn=$TG,containerName=web,containerPort=80',
        "DNS=$(aws elbv2 describe-load-balancers --query 'LoadBalancers[0].DNSName' --output text)",
        { wind: 150_000 },
        ask,
      ],
      typicalMinutes: 3,
    },
    {
      id: 'lose-one',
      title: 'Lose a task unnoticed',
      text: 'Stop one of the two tasks. Fetch the page at once, and again when the service has two healthy targets.',
      goal(view) {
        const shouldBe = 'one stopped task, two healthy targets, and an answer in between';
        if (!tasksOf(view, 'web').some(({ stopCode }) => stopCode === 'UserInitiated'))
          return missing('no task of web has been stopped by you', shouldBe);
        if (!answered(view, /stop-task/))
          return missing('nobody has fetched the page after stop-task', shouldBe);
        return healthy(view) >= 2 ? reached : missing(`${healthy(view)} of 2 targets are healthy`, shouldBe);
      },
      hints: [
        'A target that is leaving gets no new requests; the other one does.',
        'list-tasks, stop-task, curl, some minutes, curl.',
        'aws ecs stop-task --cluster drydock --task $(aws ecs list-tasks --cluster drydock --query taskArns[0] --output text)',
      ],
      solution: [
        'aws ecs stop-task --cluster drydock --task $(aws ecs list-tasks --cluster drydock --query taskArns[0] --output text)',
        ask,
        { wind: 600_000 },
        ask,
      ],
      typicalMinutes: 2,
    },
    {
      id: 'wrong-path',
      title: 'Check the health of a page that is not there',
      text: 'Set the health check’s path to /healthz, which the image does not have. Wait three minutes and read the service’s events.',
      goal(view) {
        const shouldBe = 'a look at the events that says why targets are unhealthy';
        if (!eventsOf(view, 'web').some((message) => message.includes('is unhealthy in')))
          return missing('no target has become unhealthy', shouldBe);
        return hasSeen(view, /describe-services/, 'Health checks failed with these codes')
          ? reached
          : missing('no describe-services has shown the reason', shouldBe);
      },
      hints: [
        'The load balancer asks; the service only believes it.',
        'modify-target-group changes the path; describe-services --query "services[0].events[].message" has the events.',
        path('/healthz'),
      ],
      solution: [
        path('/healthz'),
        { wind: 180_000 },
        'aws ecs describe-services --cluster drydock --services web --query "services[0].events[].message"',
      ],
      typicalMinutes: 2,
    },
    {
      id: 'mend',
      title: 'Mend it, and leave faster',
      text: 'Set the path back to /, and the group’s deregistration delay to 60 seconds or less. Let the service settle.',
      goal(view) {
        const shouldBe = 'the path /, a delay of 60 s or less, and two healthy targets';
        const changed = commandsLike(view, /modify-target-group/).length > 0;
        const [group] = groups(view);
        if (!group || !changed || group.HealthCheckPath !== '/')
          return missing(`the health check asks for ${group?.HealthCheckPath ?? 'nothing'}`, shouldBe);
        if ((delay(view) ?? 300) > 60) return missing(`a target takes ${delay(view)} s to leave`, shouldBe);
        return healthy(view) >= 2 ? reached : missing(`${healthy(view)} of 2 targets are healthy`, shouldBe);
      },
      hints: [
        'Five minutes is how long a leaving target waits for its last requests, unless told otherwise.',
        'The delay is an attribute of the target group: modify-target-group-attributes.',
        'aws elbv2 modify-target-group-attributes --target-group-arn $TG --attributes Key=deregistration_delay.timeout_seconds,Value=30',
      ],
      solution: [
        path('/'),
        'aws elbv2 modify-target-group-attributes --target-group-arn $TG --attributes Key=deregistration_delay.timeout_seconds,Value=30',
        { wind: 600_000 },
      ],
      typicalMinutes: 2,
    },
  ],
});
