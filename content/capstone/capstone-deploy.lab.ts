import { defineLab, type LabView } from '../../learner/bench/index.ts';
import { imagesOf, logIn, tagsIn } from '../ecr/goals.ts';
import { definitionOf } from '../ecs/goals.ts';
import { missing, reached } from '../goals.ts';
import * as wharf from './wharf.ts';
import { answered, healthyOf, serviceOf, tiers, type Tier } from './wharf.ts';

const megabytes = (bytes: number) => `${Math.round(bytes / 1_000_000)} MB`;

/** Paths of the rules, and how many listeners, of the load balancer. */
function doors(view: LabView): { listeners: number; paths: string[] } | undefined {
  const balancer = view.call<{ LoadBalancers: { LoadBalancerArn: string }[] }>(
    'elbv2',
    'DescribeLoadBalancers',
  )?.LoadBalancers[0];
  if (!balancer) return undefined;
  const { LoadBalancerArn } = balancer;
  const listeners =
    view.call<{ Listeners: { ListenerArn: string }[] }>('elbv2', 'DescribeListeners', { LoadBalancerArn })
      ?.Listeners ?? [];
  const rules = listeners.flatMap(
    ({ ListenerArn }) =>
      view.call<{ Rules: { Conditions?: { Values?: string[] }[] }[] }>('elbv2', 'DescribeRules', {
        ListenerArn,
      })?.Rules ?? [],
  );
  return {
    listeners: listeners.length,
    paths: rules.flatMap(({ Conditions }) => Conditions ?? []).flatMap(({ Values }) => Values ?? []),
  };
}

const lacks = (ofTier: (tier: Tier) => string | undefined, shouldBe: string) => {
  for (const tier of tiers) {
    const is = ofTier(tier);
    if (is !== undefined) return missing(is, shouldBe);
  }
  return reached;
};

export default defineLab({
  id: 'capstone-deploy',
  title: 'From two Dockerfiles to one address',
  region: 'us-east-1',
  seed: 'capstone-deploy',
  open: 'api/Dockerfile',
  files: {
    ...wharf.files,
    'api/Dockerfile': wharf.oneStage('api'),
    'api.json': wharf.plan('api', 'v1', {}),
  },
  start: wharf.network,
  firstCommand: 'docker build -t pages:v1 pages',
  steps: [
    {
      id: 'images',
      title: 'Build and push both tiers',
      text: 'Create the repositories wharf/pages and wharf/api with immutable tags, and push v1 of both. The Dockerfile of the api ships the SDK: split it into two stages first.',
      goal: (view) =>
        lacks((tier) => {
          const name = `wharf/${tier}`;
          const repository = view.call<{ repositories: { imageTagMutability: string }[] }>(
            'ecr',
            'DescribeRepositories',
            { repositoryNames: [name] },
          )?.repositories[0];
          if (!repository) return `there is no repository ${name}`;
          if (repository.imageTagMutability !== 'IMMUTABLE') return `tags of ${name} can be moved`;
          if (!tagsIn(view, name).includes('v1')) return `${name} has no image tagged v1`;
          const size =
            imagesOf(view, name).find(({ imageTags }) => imageTags?.includes('v1'))?.imageSizeInBytes ?? 0;
          return size > 150_000_000
            ? `the image in ${name} weighs ${megabytes(size)}, SDK included`
            : undefined;
        }, 'v1 of both tiers, without the SDK, in repositories whose tags do not move'),
      hints: [
        'pages/Dockerfile shows how it is done. The two folders are built by themselves.',
        'Repositories and a login come before the push. A tag that is immutable cannot be pushed again: build the right image first.',
        wharf.ship('api'),
      ],
      solution: [
        { save: 'api/Dockerfile', content: wharf.twoStages('api') },
        ...tiers.map(wharf.repository),
        logIn(),
        ...tiers.map((tier) => wharf.ship(tier)),
      ],
      typicalMinutes: 6,
    },
    {
      id: 'plans',
      title: 'Register both plans',
      text: 'pages.json and api.json log to /wharf/pages and /wharf/api: create these groups. Then register both; ECS will tell you what api.json lacks.',
      goal: (view) =>
        lacks((tier) => {
          if (!definitionOf(view, tier)) return `${tier} is not registered`;
          const groups = view.call<{ logGroups: { logGroupName: string }[] }>(
            'logs',
            'DescribeLogGroups',
          )?.logGroups;
          return groups?.some(({ logGroupName }) => logGroupName === `/wharf/${tier}`)
            ? undefined
            : `there is no log group /wharf/${tier}`;
        }, 'both families registered, and both log groups there'),
      hints: [
        'Who pulls the image and writes the lines, before your program runs?',
        'Compare the two files. One line stands in pages.json only.',
        'Add "executionRoleArn" to api.json, and create each group with aws logs create-log-group --log-group-name /wharf/…',
      ],
      solution: [
        ...tiers.map(wharf.logGroup),
        { save: 'api.json', content: wharf.plan('api') },
        ...tiers.map(wharf.register),
      ],
      typicalMinutes: 3,
    },
    {
      id: 'front',
      title: 'Build one front for two tiers',
      text: 'Create two target groups of the type ip on port 8080, an Application Load Balancer in $SUBNETS with $FRONT and $SECURITY_GROUP, a listener on port 80 that forwards to the pages, and a rule that sends /api/* to the api.',
      goal(view) {
        const shouldBe = 'a listener for the pages, and a rule for /api/*';
        const found = doors(view);
        if (!found) return missing('there is no load balancer', shouldBe);
        if (found.listeners === 0) return missing('the load balancer has no listener', shouldBe);
        return found.paths.some((path) => path.startsWith('/api'))
          ? reached
          : missing('every path leads to the pages', shouldBe);
      },
      hints: [
        'Target groups first: listener and rule refer to them.',
        'create-listener takes --default-actions; create-rule takes --conditions Field=path-pattern,Values=… and --priority.',
        wharf.front[4]!,
      ],
      solution: wharf.front,
      typicalMinutes: 5,
    },
    {
      id: 'services',
      title: 'Put two services behind it',
      text: 'Create the services pages and api with two tasks each, their target group, and a circuit breaker that rolls back. Let the clock run until all four targets are healthy.',
      goal: (view) =>
        lacks((tier) => {
          const service = serviceOf(view, tier);
          if (!service) return `there is no service ${tier}`;
          if (!service.loadBalancers.some(({ targetGroupArn }) => targetGroupArn?.includes(`/${tier}/`)))
            return `the service ${tier} registers its tasks nowhere`;
          if (!service.deploymentConfiguration.deploymentCircuitBreaker?.rollback)
            return `a bad release of ${tier} would not be rolled back`;
          const healthy = healthyOf(view, tier);
          return healthy < 2 ? `${healthy} of 2 targets of ${tier} are healthy` : undefined;
        }, 'two services with two healthy targets each, and a breaker that rolls back'),
      hints: [
        'A service registers its tasks by itself, once it knows target group, container and port.',
        'create-service takes --load-balancers and --deployment-configuration. $NETWORK holds the network.',
        wharf.service('api'),
      ],
      solution: [...tiers.map((tier) => wharf.service(tier)), { wind: 300_000 }],
      typicalMinutes: 5,
    },
    {
      id: 'visit',
      title: 'Go in by the front door',
      text: 'Put the address of the load balancer into ADDRESS, and fetch / and /api/berths from it.',
      goal(view) {
        const shouldBe = 'an answer to / and one to /api/berths, both through the load balancer';
        if (!answered(view, '/')) return missing('nobody has fetched / from $ADDRESS', shouldBe);
        return answered(view, '/api/berths')
          ? reached
          : missing('nobody has fetched /api/berths from $ADDRESS', shouldBe);
      },
      hints: [
        'describe-load-balancers knows the DNSName.',
        'curl -i shows the status. The rule decides which tier answers.',
        wharf.setAddress,
      ],
      solution: [wharf.setAddress, wharf.visit('/'), wharf.visit('/api/berths')],
      typicalMinutes: 1,
    },
  ],
});
