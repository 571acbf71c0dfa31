import type { LabView } from '../../learner/bench/index.ts';

/** What the labs on EC2 capacity share: a launch template, an Auto Scaling group and the container instances that it brings. */
export interface Host {
  containerInstanceArn: string;
  ec2InstanceId: string;
  status: string;
  runningTasksCount: number;
  pendingTasksCount: number;
  attributes: { name: string; value?: string }[];
}

const userData = btoa('#!/bin/bash\necho ECS_CLUSTER=drydock >> /etc/ecs/ecs.config\n');

/** Command lines for an Auto Scaling group `hosts` of t3.medium, over all zones, whose instances join the cluster drydock. */
export const hostGroup = (minimum: number, maximum: number, more = ''): readonly string[] => [
  `aws ec2 create-launch-template --launch-template-name hosts --launch-template-data '${JSON.stringify({
    ImageId: 'ami-0123456789abcdef0',
    InstanceType: 't3.medium',
    IamInstanceProfile: { Name: 'ecsInstanceRole' },
    UserData: userData,
  })}'`,
  `aws autoscaling create-auto-scaling-group --auto-scaling-group-name hosts --launch-template LaunchTemplateName=hosts --min-size ${minimum} --max-size ${maximum} --vpc-zone-identifier $(aws ec2 describe-subnets --query 'Subnets[].SubnetId' --output text | tr '\\t' ,)${more}`,
];

/** `web` in bridge mode: four of them fill a t3.medium. */
export const hostedWeb = `{
  "family": "web",
  "requiresCompatibilities": ["EC2"],
  "networkMode": "bridge",
  "containerDefinitions": [
    {
      "name": "web",
      "image": "public.ecr.aws/docker/library/httpd:2.4",
      "cpu": 512,
      "memory": 900,
      "essential": true,
      "portMappings": [{ "containerPort": 80 }]
    }
  ]
}
`;

/** The container instances of the cluster drydock, those that drain included. */
export function hostsIn(view: LabView): Host[] {
  const containerInstances =
    view.call<{ containerInstanceArns: string[] }>('ecs', 'ListContainerInstances', { cluster: 'drydock' })
      ?.containerInstanceArns ?? [];
  if (containerInstances.length === 0) return [];
  return (
    view.call<{ containerInstances: Host[] }>('ecs', 'DescribeContainerInstances', {
      cluster: 'drydock',
      containerInstances,
    })?.containerInstances ?? []
  );
}

/** The Availability Zone of a container instance, as its attribute says. */
export const attributeOf = ({ attributes }: Host, name: string) =>
  attributes.find((each) => each.name === name)?.value;
