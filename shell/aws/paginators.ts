/** How a list operation is paged: which members of its output are the list, and which belong to the whole. */
export interface Paginator extends Paged {
  resultKeys: readonly string[];
  /** Members that are kept from the first page. */
  nonAggregate: readonly string[];
}

/** Members of a service's requests and answers that turn the pages. */
interface Paged {
  /** Of the request: where to go on. */
  inputToken: string;
  /** Of the answer: where the next request goes on. */
  outputToken: string;
  /** Of the request: how many items a page has. */
  limitKey: string;
  /** Of the answer: whether there is more; where it is undefined, a token says so. */
  moreResults?: string;
}

const byToken: Paged = { inputToken: 'nextToken', outputToken: 'nextToken', limitKey: 'maxResults' };
const byMarker: Paged = {
  inputToken: 'Marker',
  outputToken: 'Marker',
  limitKey: 'MaxItems',
  moreResults: 'IsTruncated',
};

const byCapitalToken: Paged = { inputToken: 'NextToken', outputToken: 'NextToken', limitKey: 'MaxResults' };

const list = (...resultKeys: string[]): Paginator => ({ ...byToken, resultKeys, nonAggregate: [] });
const ec2 = (...resultKeys: string[]): Paginator => ({ ...byCapitalToken, resultKeys, nonAggregate: [] });
const groups = (...resultKeys: string[]): Paginator => ({ ...ec2(...resultKeys), limitKey: 'MaxRecords' });
const marked = (...resultKeys: string[]): Paginator => ({ ...byMarker, resultKeys, nonAggregate: [] });

/**
 * The operations that the AWS CLI pages by itself, as botocore's `paginators-1.json` of each service lists them.
 */
const paginators: Readonly<Record<string, Readonly<Record<string, Paginator>>>> = {
  ecs: {
    ListAccountSettings: list('settings'),
    ListAttributes: list('attributes'),
    ListClusters: list('clusterArns'),
    ListContainerInstances: list('containerInstanceArns'),
    ListServices: list('serviceArns'),
    ListServicesByNamespace: list('serviceArns'),
    ListTaskDefinitionFamilies: list('families'),
    ListTaskDefinitions: list('taskDefinitionArns'),
    ListTasks: list('taskArns'),
  },
  ecr: {
    DescribeImages: list('imageDetails'),
    DescribeImageScanFindings: {
      ...byToken,
      resultKeys: ['imageScanFindings.findings', 'imageScanFindings.enhancedFindings'],
      nonAggregate: ['registryId', 'repositoryName', 'imageId', 'imageScanStatus', 'imageScanFindings'],
    },
    DescribePullThroughCacheRules: list('pullThroughCacheRules'),
    DescribeRepositories: list('repositories'),
    DescribeRepositoryCreationTemplates: {
      ...byToken,
      resultKeys: ['repositoryCreationTemplates'],
      nonAggregate: ['registryId'],
    },
    GetLifecyclePolicyPreview: {
      ...byToken,
      resultKeys: ['previewResults'],
      nonAggregate: ['registryId', 'repositoryName', 'lifecyclePolicyText', 'status', 'summary'],
    },
    ListImages: list('imageIds'),
  },
  'ecr-public': {
    DescribeImages: list('imageDetails'),
    DescribeImageTags: list('imageTagDetails'),
    DescribeRegistries: list('registries'),
    DescribeRepositories: list('repositories'),
  },
  autoscaling: {
    DescribeAutoScalingGroups: groups('AutoScalingGroups'),
    DescribeAutoScalingInstances: groups('AutoScalingInstances'),
    DescribeScalingActivities: groups('Activities'),
  },
  ec2: {
    DescribeInstances: ec2('Reservations'),
    DescribeInternetGateways: ec2('InternetGateways'),
    DescribeLaunchTemplates: ec2('LaunchTemplates'),
    DescribeNatGateways: ec2('NatGateways'),
    DescribeNetworkInterfaces: ec2('NetworkInterfaces'),
    DescribeRouteTables: ec2('RouteTables'),
    DescribeSecurityGroupRules: ec2('SecurityGroupRules'),
    DescribeSecurityGroups: ec2('SecurityGroups'),
    DescribeSubnets: ec2('Subnets'),
    DescribeTags: ec2('Tags'),
    DescribeVpcEndpoints: ec2('VpcEndpoints'),
    DescribeVpcEndpointServices: ec2('ServiceNames', 'ServiceDetails'),
    DescribeVpcs: ec2('Vpcs'),
  },
  iam: {
    GetGroup: { ...byMarker, resultKeys: ['Users'], nonAggregate: ['Group'] },
    GetAccountAuthorizationDetails: marked('UserDetailList', 'GroupDetailList', 'RoleDetailList', 'Policies'),
    ListAccessKeys: marked('AccessKeyMetadata'),
    ListAccountAliases: marked('AccountAliases'),
    ListAttachedGroupPolicies: marked('AttachedPolicies'),
    ListAttachedRolePolicies: marked('AttachedPolicies'),
    ListAttachedUserPolicies: marked('AttachedPolicies'),
    ListEntitiesForPolicy: marked('PolicyGroups', 'PolicyUsers', 'PolicyRoles'),
    ListGroupPolicies: marked('PolicyNames'),
    ListGroups: marked('Groups'),
    ListGroupsForUser: marked('Groups'),
    ListInstanceProfiles: marked('InstanceProfiles'),
    ListInstanceProfilesForRole: marked('InstanceProfiles'),
    ListPolicies: marked('Policies'),
    ListPolicyVersions: marked('Versions'),
    ListRolePolicies: marked('PolicyNames'),
    ListRoles: marked('Roles'),
    ListUserPolicies: marked('PolicyNames'),
    ListUsers: marked('Users'),
    ListUserTags: marked('Tags'),
    SimulateCustomPolicy: marked('EvaluationResults'),
    SimulatePrincipalPolicy: marked('EvaluationResults'),
  },
};

export function paginatorOf(service: string, operation: string): Paginator | undefined {
  return paginators[service]?.[operation];
}
