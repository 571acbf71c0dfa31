import { codeDeployForEcs } from './code-deploy.ts';
import { ecsFullAccess } from './ecs-full-access.ts';
import { ecsVolumes } from './ecs-volumes.ts';

/** An AWS managed policy. */
export interface AwsPolicy {
  /** With the path: `service-role/AmazonECSTaskExecutionRolePolicy`. */
  name: string;
  description: string;
  version: string;
  createdAt: string;
  updatedAt: string;
  document: object;
}

const allow = (...actions: string[]) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
});

const readRegistry = [
  'ecr:GetAuthorizationToken',
  'ecr:BatchCheckLayerAvailability',
  'ecr:GetDownloadUrlForLayer',
  'ecr:GetRepositoryPolicy',
  'ecr:DescribeRepositories',
  'ecr:ListImages',
  'ecr:DescribeImages',
  'ecr:BatchGetImage',
  'ecr:GetLifecyclePolicy',
  'ecr:GetLifecyclePolicyPreview',
  'ecr:ListTagsForResource',
  'ecr:DescribeImageScanFindings',
];

const readPublicRegistry = [
  'ecr-public:GetAuthorizationToken',
  'sts:GetServiceBearerToken',
  'ecr-public:BatchCheckLayerAvailability',
  'ecr-public:GetRepositoryPolicy',
  'ecr-public:DescribeRepositories',
  'ecr-public:DescribeRegistries',
  'ecr-public:DescribeImages',
  'ecr-public:DescribeImageTags',
  'ecr-public:GetRepositoryCatalogData',
  'ecr-public:GetRegistryCatalogData',
];

/**
 * AWS managed policies that a course on Amazon ECR and Amazon ECS meets, as the AWS Managed Policy Reference has them
 * (https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html).
 */
const policies: readonly AwsPolicy[] = [
  {
    name: 'AdministratorAccess',
    description: 'Provides full access to AWS services and resources.',
    version: 'v1',
    createdAt: '2015-02-06T18:39:46Z',
    updatedAt: '2015-02-06T18:39:46Z',
    document: allow('*'),
  },
  {
    name: 'AmazonEC2ContainerRegistryFullAccess',
    description: 'Provides administrative access to Amazon ECR resources',
    version: 'v3',
    createdAt: '2015-12-21T17:06:48Z',
    updatedAt: '2020-12-05T00:04:19Z',
    document: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: ['ecr:*', 'cloudtrail:LookupEvents'], Resource: '*' },
        {
          Effect: 'Allow',
          Action: ['iam:CreateServiceLinkedRole'],
          Resource: '*',
          Condition: { StringEquals: { 'iam:AWSServiceName': ['replication.ecr.amazonaws.com'] } },
        },
      ],
    },
  },
  {
    name: 'AmazonEC2ContainerRegistryPowerUser',
    description:
      'Provides full access to Amazon EC2 Container Registry repositories, but does not allow repository deletion or policy changes.',
    version: 'v3',
    createdAt: '2015-12-21T17:05:33Z',
    updatedAt: '2019-12-10T20:48:22Z',
    document: allow(
      ...readRegistry,
      'ecr:InitiateLayerUpload',
      'ecr:UploadLayerPart',
      'ecr:CompleteLayerUpload',
      'ecr:PutImage',
    ),
  },
  {
    name: 'AmazonEC2ContainerRegistryReadOnly',
    description: 'Provides read-only access to Amazon EC2 Container Registry repositories.',
    version: 'v3',
    createdAt: '2015-12-21T17:04:15Z',
    updatedAt: '2019-12-10T20:56:32Z',
    document: allow(...readRegistry),
  },
  {
    name: 'AmazonEC2ContainerRegistryPullOnly',
    description: 'Provides access to pull images from Amazon EC2 Container Registry repositories.',
    version: 'v1',
    createdAt: '2024-10-04T16:58:49Z',
    updatedAt: '2024-10-04T16:58:49Z',
    document: allow(
      'ecr:GetAuthorizationToken',
      'ecr:BatchGetImage',
      'ecr:GetDownloadUrlForLayer',
      'ecr:BatchImportUpstreamImage',
    ),
  },
  {
    name: 'AmazonElasticContainerRegistryPublicFullAccess',
    description: 'Provides administrative access to Amazon ECR Public resources',
    version: 'v1',
    createdAt: '2020-12-01T17:25:09Z',
    updatedAt: '2020-12-01T17:25:09Z',
    document: allow('ecr-public:*', 'sts:GetServiceBearerToken'),
  },
  {
    name: 'AmazonElasticContainerRegistryPublicPowerUser',
    description:
      'Provides full access to Amazon ECR Public repositories, but does not allow repository deletion or policy changes.',
    version: 'v1',
    createdAt: '2020-12-01T16:16:54Z',
    updatedAt: '2020-12-01T16:16:54Z',
    document: allow(
      ...readPublicRegistry,
      'ecr-public:InitiateLayerUpload',
      'ecr-public:UploadLayerPart',
      'ecr-public:CompleteLayerUpload',
      'ecr-public:PutImage',
    ),
  },
  {
    name: 'AmazonElasticContainerRegistryPublicReadOnly',
    description: 'Provides read-only access to Amazon ECR Public repositories.',
    version: 'v1',
    createdAt: '2020-12-01T17:27:04Z',
    updatedAt: '2020-12-01T17:27:04Z',
    document: allow(...readPublicRegistry),
  },
  {
    name: 'service-role/AmazonECSTaskExecutionRolePolicy',
    description: 'Provides access to other AWS service resources that are required to run Amazon ECS tasks',
    version: 'v1',
    createdAt: '2017-11-16T18:48:22Z',
    updatedAt: '2017-11-16T18:48:22Z',
    document: allow(
      'ecr:GetAuthorizationToken',
      'ecr:BatchCheckLayerAvailability',
      'ecr:GetDownloadUrlForLayer',
      'ecr:BatchGetImage',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
    ),
  },
  {
    name: 'service-role/AmazonEC2ContainerServiceforEC2Role',
    description: 'Default policy for the Amazon EC2 Role for Amazon EC2 Container Service.',
    version: 'v7',
    createdAt: '2015-03-19T18:45:18Z',
    updatedAt: '2023-03-06T22:19:04Z',
    document: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: [
            'ec2:DescribeTags',
            'ecs:CreateCluster',
            'ecs:DeregisterContainerInstance',
            'ecs:DiscoverPollEndpoint',
            'ecs:Poll',
            'ecs:RegisterContainerInstance',
            'ecs:StartTelemetrySession',
            'ecs:UpdateContainerInstancesState',
            'ecs:Submit*',
            'ecr:GetAuthorizationToken',
            'ecr:BatchCheckLayerAvailability',
            'ecr:GetDownloadUrlForLayer',
            'ecr:BatchGetImage',
            'logs:CreateLogStream',
            'logs:PutLogEvents',
          ],
          Resource: '*',
        },
        {
          Effect: 'Allow',
          Action: 'ecs:TagResource',
          Resource: '*',
          Condition: {
            StringEquals: { 'ecs:CreateAction': ['CreateCluster', 'RegisterContainerInstance'] },
          },
        },
      ],
    },
  },
  {
    name: 'service-role/AmazonEC2ContainerServiceEventsRole',
    description: 'Policy to enable CloudWatch Events for EC2 Container Service',
    version: 'v3',
    createdAt: '2017-05-30T16:51:35Z',
    updatedAt: '2023-03-06T22:25:47Z',
    document: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: ['ecs:RunTask'], Resource: ['*'] },
        {
          Effect: 'Allow',
          Action: 'iam:PassRole',
          Resource: ['*'],
          Condition: { StringLike: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
        },
        {
          Effect: 'Allow',
          Action: 'ecs:TagResource',
          Resource: '*',
          Condition: { StringEquals: { 'ecs:CreateAction': ['RunTask'] } },
        },
      ],
    },
  },
  {
    name: 'AmazonECS_FullAccess',
    description:
      'Provides administrative access to Amazon ECS resources and enables ECS features through access to other AWS service resources, including VPCs, Auto Scaling groups, and CloudFormation stacks.',
    version: 'v20',
    createdAt: '2017-11-07T21:36:54Z',
    updatedAt: '2023-01-04T16:26:05Z',
    document: ecsFullAccess,
  },
  {
    name: 'AWSCodeDeployRoleForECS',
    description:
      'Provides CodeDeploy service wide access to perform an ECS blue/green deployment on your behalf. Grants full access to support services, such as full access to read all S3 objects, invoke all Lambda functions, publish to all SNS topics within the account and update all ECS services.',
    version: 'v3',
    createdAt: '2018-11-27T20:40:00Z',
    updatedAt: '2019-09-23T22:37:00Z',
    document: codeDeployForEcs,
  },
  {
    name: 'service-role/AmazonECSInfrastructureRolePolicyForVolumes',
    description:
      'Provides access to other AWS service resources required to manage volumes associated with ECS workloads on your behalf.',
    version: 'v5',
    createdAt: '2024-01-10T22:56:00Z',
    updatedAt: '2026-02-12T18:02:00Z',
    document: ecsVolumes,
  },
];

/** By ARN. */
export const awsPolicies: ReadonlyMap<string, AwsPolicy & { text: string }> = new Map(
  policies.map((policy) => [
    `arn:aws:iam::aws:policy/${policy.name}`,
    { ...policy, text: JSON.stringify(policy.document) },
  ]),
);
