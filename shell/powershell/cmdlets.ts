/** A cmdlet of AWS Tools for PowerShell that calls one operation. */
export interface Cmdlet {
  /** As AWS spells it, such as `New-ECRRepository`. */
  name: string;
  service: string;
  operation: string;
  /** Member of the answer that comes out; the whole answer where it is undefined. */
  select?: string;
  /** Member of the input that takes the argument without a name, and the pipeline. */
  takes?: string;
  /** A parameter that is named otherwise, because PowerShell has one of that name. */
  renamed?: Readonly<Record<string, string>>;
}

type Row = readonly [verbAndNoun: string, operation: string, select?: string, takes?: string];

/**
 * Names of cmdlets, what they put out and what they take from the pipeline, as the cmdlets' own definition has them
 * (aws/aws-tools-for-powershell, generator/AWSPSGeneratorLib/Config/ServiceConfig/{ecr,ecr-public,ecs,iam,sts}.xml).
 * The noun is without the service's prefix.
 */
const rows: Readonly<Record<string, { prefix: string; rows: readonly Row[] }>> = {
  ecr: {
    prefix: 'ECR',
    rows: [
      ['Get LayerAvailabilityBatch', 'BatchCheckLayerAvailability', undefined, 'layerDigests'],
      ['Remove ImageBatch', 'BatchDeleteImage', undefined, 'imageIds'],
      ['Get ImageBatch', 'BatchGetImage', undefined, 'imageIds'],
      ['New PullThroughCacheRule', 'CreatePullThroughCacheRule', undefined, 'ecrRepositoryPrefix'],
      ['New Repository', 'CreateRepository', 'repository', 'repositoryName'],
      ['Remove LifecyclePolicy', 'DeleteLifecyclePolicy', undefined, 'repositoryName'],
      ['Remove PullThroughCacheRule', 'DeletePullThroughCacheRule', undefined, 'ecrRepositoryPrefix'],
      ['Remove RegistryPolicy', 'DeleteRegistryPolicy'],
      ['Remove Repository', 'DeleteRepository', 'repository', 'repositoryName'],
      ['Remove RepositoryPolicy', 'DeleteRepositoryPolicy', undefined, 'repositoryName'],
      ['Get ImageReplicationStatus', 'DescribeImageReplicationStatus', undefined, 'repositoryName'],
      ['Get ImageMetadata', 'DescribeImages', 'imageDetails', 'repositoryName'],
      ['Get ImageScanFinding', 'DescribeImageScanFindings', undefined, 'repositoryName'],
      [
        'Get PullThroughCacheRule',
        'DescribePullThroughCacheRules',
        'pullThroughCacheRules',
        'ecrRepositoryPrefixes',
      ],
      ['Get Registry', 'DescribeRegistry'],
      ['Get Repository', 'DescribeRepositories', 'repositories', 'repositoryNames'],
      ['Get AuthorizationToken', 'GetAuthorizationToken', 'authorizationData', 'registryIds'],
      ['Get DownloadUrlForLayer', 'GetDownloadUrlForLayer', undefined, 'repositoryName'],
      ['Get LifecyclePolicy', 'GetLifecyclePolicy', undefined, 'repositoryName'],
      ['Get LifecyclePolicyPreview', 'GetLifecyclePolicyPreview', undefined, 'repositoryName'],
      ['Get RegistryPolicy', 'GetRegistryPolicy'],
      ['Get RepositoryPolicy', 'GetRepositoryPolicy', undefined, 'repositoryName'],
      ['Get Image', 'ListImages', 'imageIds', 'repositoryName'],
      ['Get ResourceTag', 'ListTagsForResource', 'tags', 'resourceArn'],
      ['Write Image', 'PutImage', 'image', 'imageManifest'],
      ['Write ImageScanningConfiguration', 'PutImageScanningConfiguration', undefined, 'repositoryName'],
      ['Write ImageTagMutability', 'PutImageTagMutability', undefined, 'repositoryName'],
      ['Write LifecyclePolicy', 'PutLifecyclePolicy', undefined, 'lifecyclePolicyText'],
      ['Write RegistryPolicy', 'PutRegistryPolicy', undefined, 'policyText'],
      ['Write ReplicationConfiguration', 'PutReplicationConfiguration', 'replicationConfiguration'],
      ['Set RepositoryPolicy', 'SetRepositoryPolicy', undefined, 'policyText'],
      ['Start ImageScan', 'StartImageScan', undefined, 'repositoryName'],
      ['Start LifecyclePolicyPreview', 'StartLifecyclePolicyPreview', undefined, 'repositoryName'],
      ['Add ResourceTag', 'TagResource', '', 'resourceArn'],
      ['Remove ResourceTag', 'UntagResource', '', 'resourceArn'],
    ],
  },
  'ecr-public': {
    prefix: 'ECRP',
    rows: [
      ['New Repository', 'CreateRepository', undefined, 'repositoryName'],
      ['Remove Repository', 'DeleteRepository', 'repository', 'repositoryName'],
      ['Get Repository', 'DescribeRepositories', 'repositories', 'repositoryNames'],
      ['Get Image', 'DescribeImages', 'imageDetails', 'repositoryName'],
      ['Get AuthorizationToken', 'GetAuthorizationToken', 'authorizationData'],
    ],
  },
  ecs: {
    prefix: 'ECS',
    rows: [
      ['New CapacityProvider', 'CreateCapacityProvider', 'capacityProvider', 'name'],
      ['New Cluster', 'CreateCluster', 'cluster', 'clusterName'],
      ['New Service', 'CreateService', 'service', 'cluster'],
      ['New TaskSet', 'CreateTaskSet', 'taskSet', 'cluster'],
      ['Remove Cluster', 'DeleteCluster', 'cluster', 'cluster'],
      ['Remove Service', 'DeleteService', 'service', 'cluster'],
      ['Unregister ContainerInstance', 'DeregisterContainerInstance', 'containerInstance', 'cluster'],
      ['Unregister TaskDefinition', 'DeregisterTaskDefinition', 'taskDefinition', 'taskDefinition'],
      ['Get CapacityProvider', 'DescribeCapacityProviders', 'capacityProviders'],
      ['Get ClusterDetail', 'DescribeClusters', undefined, 'clusters'],
      ['Get ContainerInstanceDetail', 'DescribeContainerInstances', undefined, 'cluster'],
      ['Get Service', 'DescribeServices', undefined, 'cluster'],
      ['Get TaskDefinitionDetail', 'DescribeTaskDefinition', undefined, 'taskDefinition'],
      ['Get TaskDetail', 'DescribeTasks', undefined, 'cluster'],
      ['Get AccountSetting', 'ListAccountSettings', 'settings'],
      ['Get ClusterList', 'ListClusters', 'clusterArns'],
      ['Get ContainerInstanceList', 'ListContainerInstances', 'containerInstanceArns', 'cluster'],
      ['Get ClusterService', 'ListServices', 'serviceArns', 'cluster'],
      ['Get TagsForResource', 'ListTagsForResource', 'tags', 'resourceArn'],
      ['Get TaskDefinitionFamilyList', 'ListTaskDefinitionFamilies', 'families'],
      ['Get TaskDefinitionList', 'ListTaskDefinitions', 'taskDefinitionArns'],
      ['Get TaskList', 'ListTasks', 'taskArns', 'cluster'],
      ['Write AccountSetting', 'PutAccountSetting', 'setting', 'value'],
      ['Write ClusterCapacityProvider', 'PutClusterCapacityProviders', 'cluster', 'cluster'],
      ['Register TaskDefinition', 'RegisterTaskDefinition', undefined, 'family'],
      ['New Task', 'RunTask', undefined, 'cluster'],
      ['Start Task', 'StartTask', undefined, 'cluster'],
      ['Stop Task', 'StopTask', 'task', 'cluster'],
      ['Add ResourceTag', 'TagResource', '', 'resourceArn'],
      ['Remove ResourceTag', 'UntagResource', '', 'resourceArn'],
      ['Update ClusterSetting', 'UpdateClusterSettings', 'cluster', 'cluster'],
      ['Update ContainerInstancesState', 'UpdateContainerInstancesState', undefined, 'cluster'],
      ['Update Service', 'UpdateService', 'service', 'cluster'],
    ],
  },
  iam: {
    prefix: 'IAM',
    rows: [
      ['New User', 'CreateUser', 'User', 'UserName'],
      ['Get User', 'GetUser', 'User', 'UserName'],
      ['Get UserList', 'ListUsers', 'Users'],
      ['Remove User', 'DeleteUser', '', 'UserName'],
      ['New AccessKey', 'CreateAccessKey', 'AccessKey', 'UserName'],
      ['Get AccessKey', 'ListAccessKeys', 'AccessKeyMetadata', 'UserName'],
      ['Remove AccessKey', 'DeleteAccessKey', '', 'UserName'],
      ['New Policy', 'CreatePolicy', 'Policy', 'PolicyName'],
      ['Register UserPolicy', 'AttachUserPolicy', '', 'UserName'],
      ['Unregister UserPolicy', 'DetachUserPolicy', '', 'UserName'],
      ['Get AttachedUserPolicyList', 'ListAttachedUserPolicies', 'AttachedPolicies', 'UserName'],
      ['Write UserPolicy', 'PutUserPolicy', '', 'UserName'],
      ['New Role', 'CreateRole', 'Role', 'RoleName'],
      ['Get Role', 'GetRole', 'Role', 'RoleName'],
      ['Get RoleList', 'ListRoles', 'Roles'],
      ['Remove Role', 'DeleteRole', '', 'RoleName'],
      ['Register RolePolicy', 'AttachRolePolicy', '', 'RoleName'],
    ],
  },
  sts: {
    prefix: 'STS',
    rows: [
      ['Get CallerIdentity', 'GetCallerIdentity'],
      ['Use Role', 'AssumeRole', undefined, 'RoleArn'],
    ],
  },
};

/** Parameters whose name PowerShell has taken for all cmdlets that change something. */
const renamed: Readonly<Record<string, string>> = {
  DeleteRepository: 'IgnoreExistingImages',
  SetRepositoryPolicy: 'OverridePolicy',
  DeleteService: 'Enforce',
  DeregisterContainerInstance: 'ForceDeregistration',
};

export const cmdlets: readonly Cmdlet[] = Object.entries(rows).flatMap(([service, { prefix, rows: list }]) =>
  list.map(([name, operation, select, takes]): Cmdlet => {
    const [verb, noun] = name.split(' ');
    return {
      name: `${verb}-${prefix}${noun}`,
      service,
      operation,
      ...(select === undefined ? {} : { select }),
      ...(takes === undefined ? {} : { takes }),
      ...(renamed[operation] ? { renamed: { force: renamed[operation] } } : {}),
    };
  }),
);

/** Cmdlets that AWS wrote by hand. */
export const loginCommand = 'Get-ECRLoginCommand';
