/** Actions of a service, written once. */
const of = (service: string, actions: string) => actions.split(' ').map((action) => `${service}:${action}`);

const passTo = (resource: string, ...services: string[]) => ({
  Effect: 'Allow',
  Action: 'iam:PassRole',
  Resource: [resource],
  Condition: { StringLike: { 'iam:PassedToService': services } },
});

/** AmazonECS_FullAccess, v20 (https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonECS_FullAccess.html). */
export const ecsFullAccess = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: [
        ...of(
          'application-autoscaling',
          'DeleteScalingPolicy DeregisterScalableTarget DescribeScalableTargets DescribeScalingActivities DescribeScalingPolicies PutScalingPolicy RegisterScalableTarget',
        ),
        ...of(
          'appmesh',
          'DescribeVirtualGateway DescribeVirtualNode ListMeshes ListVirtualGateways ListVirtualNodes',
        ),
        ...of(
          'autoscaling',
          'CreateAutoScalingGroup CreateLaunchConfiguration DeleteAutoScalingGroup DeleteLaunchConfiguration Describe* UpdateAutoScalingGroup',
        ),
        ...of('cloudformation', 'CreateStack DeleteStack DescribeStack* UpdateStack'),
        ...of('cloudwatch', 'DeleteAlarms DescribeAlarms GetMetricStatistics PutMetricAlarm'),
        ...of(
          'codedeploy',
          'BatchGetApplicationRevisions BatchGetApplications BatchGetDeploymentGroups BatchGetDeployments ContinueDeployment CreateApplication CreateDeployment CreateDeploymentGroup GetApplication GetApplicationRevision GetDeployment GetDeploymentConfig GetDeploymentGroup GetDeploymentTarget ListApplicationRevisions ListApplications ListDeploymentConfigs ListDeploymentGroups ListDeployments ListDeploymentTargets RegisterApplicationRevision StopDeployment',
        ),
        ...of(
          'ec2',
          'AssociateRouteTable AttachInternetGateway AuthorizeSecurityGroupIngress CancelSpotFleetRequests CreateInternetGateway CreateLaunchTemplate CreateRoute CreateRouteTable CreateSecurityGroup CreateSubnet CreateVpc DeleteLaunchTemplate DeleteSubnet DeleteVpc Describe* DetachInternetGateway DisassociateRouteTable ModifySubnetAttribute ModifyVpcAttribute RequestSpotFleet RunInstances',
        ),
        'ecs:*',
        ...of('elasticfilesystem', 'DescribeAccessPoints DescribeFileSystems'),
        ...of(
          'elasticloadbalancing',
          'CreateListener CreateLoadBalancer CreateRule CreateTargetGroup DeleteListener DeleteLoadBalancer DeleteRule DeleteTargetGroup DescribeListeners DescribeLoadBalancers DescribeRules DescribeTargetGroups',
        ),
        ...of(
          'events',
          'DeleteRule DescribeRule ListRuleNamesByTarget ListTargetsByRule PutRule PutTargets RemoveTargets',
        ),
        'fsx:DescribeFileSystems',
        ...of('iam', 'ListAttachedRolePolicies ListInstanceProfiles ListRoles'),
        'lambda:ListFunctions',
        ...of('logs', 'CreateLogGroup DescribeLogGroups FilterLogEvents'),
        ...of(
          'route53',
          'CreateHostedZone DeleteHostedZone GetHealthCheck GetHostedZone ListHostedZonesByName',
        ),
        ...of(
          'servicediscovery',
          'CreatePrivateDnsNamespace CreateService DeleteService GetNamespace GetOperation GetService ListNamespaces ListServices UpdateService',
        ),
        'sns:ListTopics',
      ],
      Resource: ['*'],
    },
    {
      Effect: 'Allow',
      Action: of('ssm', 'GetParameter GetParameters GetParametersByPath'),
      Resource: 'arn:aws:ssm:*:*:parameter/aws/service/ecs*',
    },
    {
      Effect: 'Allow',
      Action: of('ec2', 'DeleteInternetGateway DeleteRoute DeleteRouteTable DeleteSecurityGroup'),
      Resource: ['*'],
      Condition: {
        StringLike: { 'ec2:ResourceTag/aws:cloudformation:stack-name': 'EC2ContainerService-*' },
      },
    },
    passTo('*', 'ecs-tasks.amazonaws.com'),
    passTo('arn:aws:iam::*:role/ecsInstanceRole*', 'ec2.amazonaws.com', 'ec2.amazonaws.com.cn'),
    passTo(
      'arn:aws:iam::*:role/ecsAutoscaleRole*',
      'application-autoscaling.amazonaws.com',
      'application-autoscaling.amazonaws.com.cn',
    ),
    {
      Effect: 'Allow',
      Action: 'iam:CreateServiceLinkedRole',
      Resource: '*',
      Condition: {
        StringLike: {
          'iam:AWSServiceName': [
            'autoscaling.amazonaws.com',
            'ecs.amazonaws.com',
            'ecs.application-autoscaling.amazonaws.com',
            'spot.amazonaws.com',
            'spotfleet.amazonaws.com',
          ],
        },
      },
    },
    {
      Effect: 'Allow',
      Action: ['elasticloadbalancing:AddTags'],
      Resource: '*',
      Condition: {
        StringEquals: {
          'elasticloadbalancing:CreateAction': [
            'CreateTargetGroup',
            'CreateRule',
            'CreateListener',
            'CreateLoadBalancer',
          ],
        },
      },
    },
  ],
};
