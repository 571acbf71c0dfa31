import { defineLab, type LabView } from '../../learner/bench/index.ts';
import { nameOf, register, serviceOf } from './goals.ts';
import { missing, reached } from '../goals.ts';

const role = 'arn:aws:iam::123456789012:role/ecsInfrastructureRole';
const definition = (version: number) =>
  `${JSON.stringify(
    {
      family: 'web',
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: '256',
      memory: '512',
      containerDefinitions: [
        {
          name: 'web',
          image: 'public.ecr.aws/docker/library/httpd:2.4',
          essential: true,
          portMappings: [{ containerPort: 80 }],
          // The page that this version serves.
          environment: [{ name: 'DRYDOCK_BEHAVIOUR', value: `page=version ${version}` }],
        },
      ],
    },
    null,
    2,
  )}\n`;
const service = `{
  "cluster": "drydock",
  "serviceName": "web",
  "taskDefinition": "web:1",
  "desiredCount": 2,
  "launchType": "FARGATE",
  "networkConfiguration": { "awsvpcConfiguration": { "subnets": ["SUBNET"], "assignPublicIp": "ENABLED" } },
  "deploymentConfiguration": { "strategy": "BLUE_GREEN", "bakeTimeInMinutes": 10 },
  "loadBalancers": [
    {
      "targetGroupArn": "FIRST_GROUP",
      "containerName": "web",
      "containerPort": 80,
      "advancedConfiguration": {
        "alternateTargetGroupArn": "SECOND_GROUP",
        "productionListenerRule": "LISTENER_RULE",
        "roleArn": "${role}"
      }
    }
  ]
}
`;
const canary = `{
  "strategy": "CANARY",
  "canaryConfiguration": { "canaryPercent": 10, "canaryBakeTimeInMinutes": 10 },
  "bakeTimeInMinutes": 5
}
`;
const group = (name: string) =>
  `aws elbv2 create-target-group --name ${name.toLowerCase()} --protocol HTTP --port 80 --target-type ip --vpc-id $VPC --query 'TargetGroups[0].TargetGroupArn' --output text`;
const forward =
  '[{\\"Type\\":\\"forward\\",\\"ForwardConfig\\":{\\"TargetGroups\\":[{\\"TargetGroupArn\\":\\"$BLUE\\",\\"Weight\\":100},{\\"TargetGroupArn\\":\\"$GREEN\\",\\"Weight\\":0}]}}]';
const assume =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ecs.amazonaws.com"},"Action":"sts:AssumeRole"}]}';

interface ServiceDeployment {
  serviceDeploymentArn: string;
  status: string;
  lifecycleStage?: string;
}

/** The service's deployments, the newest first. */
function deployments(view: LabView): ServiceDeployment[] {
  const brief = view.call<{ serviceDeployments: { serviceDeploymentArn: string }[] }>(
    'ecs',
    'ListServiceDeployments',
    { cluster: 'drydock', service: 'web' },
  );
  const serviceDeploymentArns = (brief?.serviceDeployments ?? []).map((each) => each.serviceDeploymentArn);
  if (serviceDeploymentArns.length === 0) return [];
  const found = view.call<{ serviceDeployments: ServiceDeployment[] }>('ecs', 'DescribeServiceDeployments', {
    serviceDeploymentArns,
  });
  return serviceDeploymentArns.flatMap(
    (arn) => found?.serviceDeployments.find((each) => each.serviceDeploymentArn === arn) ?? [],
  );
}

/** The page that the newest fetch through the load balancer has shown. */
const fetched = (view: LabView) =>
  view.commands.findLast(({ line, stdout }) => /curl/.test(line) && /version \d/.test(stdout))?.stdout ?? '';
const stage = ({ status, lifecycleStage }: ServiceDeployment) =>
  lifecycleStage ? `${status}, at the stage ${lifecycleStage}` : status;
const ask = 'curl -s http://$DNS/';
const deploy = 'aws ecs update-service --cluster drydock --service web --task-definition web:2';

export default defineLab({
  id: 'ecs-blue-green',
  title: 'Two versions and a switch',
  region: 'us-east-1',
  seed: 'ecs-blue-green',
  open: 'canary.json',
  files: {
    'canary.json': canary,
    'service.json': service,
    'v1.json': definition(1),
    'v2.json': definition(2),
  },
  start: [
    'aws ecs create-cluster --cluster-name drydock',
    register('v1.json'),
    register('v2.json'),
    "SUBNETS=$(aws ec2 describe-subnets --query 'Subnets[].SubnetId' --output text | tr '\\t' ' ')",
    "VPC=$(aws ec2 describe-vpcs --query 'Vpcs[0].VpcId' --output text)",
    'FRONT=$(aws ec2 create-security-group --group-name front --description visitors --vpc-id $VPC --query GroupId --output text)',
    'aws ec2 authorize-security-group-ingress --group-id $FRONT --protocol tcp --port 80 --cidr 0.0.0.0/0',
    'aws ec2 authorize-security-group-ingress --group-id $SECURITY_GROUP --protocol tcp --port 80 --source-group $FRONT',
    "LB=$(aws elbv2 create-load-balancer --name shop --subnets $SUBNETS --security-groups $FRONT --query 'LoadBalancers[0].LoadBalancerArn' --output text)",
    `BLUE=$(${group('BLUE')})`,
    `GREEN=$(${group('GREEN')})`,
    `LISTENER=$(aws elbv2 create-listener --load-balancer-arn $LB --protocol HTTP --port 80 --default-actions "${forward}" --query 'Listeners[0].ListenerArn' --output text)`,
    "RULE=$(aws elbv2 describe-rules --listener-arn $LISTENER --query 'Rules[0].RuleArn' --output text)",
    `aws iam create-role --role-name ecsInfrastructureRole --assume-role-policy-document '${assume}'`,
    'sed -i -e "s#SUBNET#$SUBNET#" -e "s#FIRST_GROUP#$BLUE#" -e "s#SECOND_GROUP#$GREEN#" -e "s#LISTENER_RULE#$RULE#" service.json',
    'aws ecs create-service --cli-input-json file://service.json',
    "DNS=$(aws elbv2 describe-load-balancers --query 'LoadBalancers[0].DNSName' --output text)",
    'sleep 1200',
  ],
  firstCommand: ask,
  steps: [
    {
      id: 'switch',
      title: 'Switch to green',
      text: 'Two tasks of web:1 serve version 1. Deploy web:2, wind on until the deployment bakes, and fetch the page again.',
      goal(view) {
        const shouldBe = 'a deployment at the stage BAKE_TIME, and a page of version 2';
        const [newest, ...before] = deployments(view);
        if (!newest || before.length === 0)
          return missing('only the first deployment has been made', shouldBe);
        if (newest.lifecycleStage !== 'BAKE_TIME')
          return missing(`the newest deployment is ${stage(newest)}`, shouldBe);
        return fetched(view).includes('version 2')
          ? reached
          : missing('nobody has fetched a page of version 2', shouldBe);
      },
      hints: [
        'The service’s strategy is BLUE_GREEN already; a deployment begins as it always does.',
        'update-service, three minutes, and curl. describe-service-deployments names the stage.',
        `${deploy}, then wind 180 s, then ${ask}`,
      ],
      solution: [deploy, { wind: 180_000 }, ask],
      typicalMinutes: 3,
    },
    {
      id: 'back',
      title: 'Change your mind',
      text: 'Version 2 disappoints. While it bakes, stop the service deployment with a roll-back, and fetch the page.',
      goal(view) {
        const shouldBe = 'a deployment that was rolled back, and a page of version 1 again';
        const back = deployments(view).find(({ status }) => status.startsWith('ROLLBACK'));
        if (!back) return missing('no deployment has been rolled back', shouldBe);
        if (back.status !== 'ROLLBACK_SUCCESSFUL')
          return missing(`the deployment is ${back.status}`, shouldBe);
        return fetched(view).includes('version 1')
          ? reached
          : missing('nobody has fetched the page since', shouldBe);
      },
      hints: [
        'Blue still runs, so it takes one call and no waiting.',
        'stop-service-deployment needs the ARN that list-service-deployments shows, and --stop-type ROLLBACK.',
        "aws ecs stop-service-deployment --stop-type ROLLBACK --service-deployment-arn $(aws ecs list-service-deployments --cluster drydock --service web --query 'serviceDeployments[0].serviceDeploymentArn' --output text)",
      ],
      solution: [
        "aws ecs stop-service-deployment --stop-type ROLLBACK --service-deployment-arn $(aws ecs list-service-deployments --cluster drydock --service web --query 'serviceDeployments[0].serviceDeploymentArn' --output text)",
        { wind: 60_000 },
        ask,
      ],
      typicalMinutes: 2,
    },
    {
      id: 'canary',
      title: 'Send a canary first',
      text: 'Give the service the deployment configuration of canary.json and deploy web:2 with it. Fetch the page many times in one command, until some answers are of version 2 and most of version 1.',
      goal(view) {
        const shouldBe = 'one command with answers of both versions, most of them version 1';
        const strategy = serviceOf(view, 'web')?.deploymentConfiguration.strategy;
        if (strategy !== 'CANARY') return missing(`the strategy of the service is ${strategy}`, shouldBe);
        const count = (stdout: string, version: number) =>
          [...stdout.matchAll(/^\s*(\d+) version (\d)$|^version (\d)$/gm)].reduce(
            (sum, [, times, counted, plain]) =>
              Number(counted ?? plain) === version ? sum + Number(times ?? 1) : sum,
            0,
          );
        return view.commands.some(
          ({ line, stdout }) =>
            /curl/.test(line) && count(stdout, 2) > 0 && count(stdout, 1) > count(stdout, 2),
        )
          ? reached
          : missing('no command has shown both versions', shouldBe);
      },
      hints: [
        'One request in ten goes to green. Twenty requests show a few of them, as a rule.',
        'update-service takes --deployment-configuration file://canary.json together with the task definition.',
        'for i in $(seq 40); do curl -s http://$DNS/; done | sort | uniq -c',
      ],
      solution: [
        `${deploy} --deployment-configuration file://canary.json`,
        { wind: 240_000 },
        'for i in $(seq 40); do curl -s http://$DNS/; done | sort | uniq -c',
      ],
      typicalMinutes: 3,
    },
    {
      id: 'finish',
      title: 'Let it come to its end',
      text: 'Nothing has gone wrong this time. Wind on until the deployment is SUCCESSFUL and only the two new tasks are left.',
      goal(view) {
        const shouldBe = 'a deployment of web:2 that is SUCCESSFUL, and two running tasks';
        const [newest] = deployments(view);
        const current = serviceOf(view, 'web');
        if (!current || nameOf(current.taskDefinition) !== 'web:2')
          return missing('the service is to run web:1', shouldBe);
        if (newest?.status !== 'SUCCESSFUL')
          return missing(`the newest deployment is ${newest && stage(newest)}`, shouldBe);
        const running = current.deployments.reduce((sum, { runningCount }) => sum + runningCount, 0);
        return running === 2 ? reached : missing(`${running} tasks are running`, shouldBe);
      },
      hints: [
        'After the canary all traffic goes over, then it bakes, and then blue goes.',
        'Ten minutes of canary, five of baking, and some for draining.',
        'Wind on by half an hour.',
      ],
      solution: [{ wind: 1_800_000 }],
      typicalMinutes: 1,
    },
  ],
});
