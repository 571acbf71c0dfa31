/** How a list operation is paged: which members of its output are the list, and which belong to the whole. */
export interface Paginator {
  resultKeys: readonly string[];
  /** Members that are kept from the first page. */
  nonAggregate: readonly string[];
}

const list = (resultKey: string): Paginator => ({ resultKeys: [resultKey], nonAggregate: [] });

/**
 * The operations that the AWS CLI pages by itself, as botocore's `paginators-1.json` of each service lists them. Their
 * input members are all `nextToken` and `maxResults`.
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
      resultKeys: ['imageScanFindings.findings', 'imageScanFindings.enhancedFindings'],
      nonAggregate: ['registryId', 'repositoryName', 'imageId', 'imageScanStatus', 'imageScanFindings'],
    },
    DescribePullThroughCacheRules: list('pullThroughCacheRules'),
    DescribeRepositories: list('repositories'),
    DescribeRepositoryCreationTemplates: {
      resultKeys: ['repositoryCreationTemplates'],
      nonAggregate: ['registryId'],
    },
    GetLifecyclePolicyPreview: {
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
};

export function paginatorOf(service: string, operation: string): Paginator | undefined {
  return paginators[service]?.[operation];
}
