import { defineLab, type LabView } from '../../learner/bench/index.ts';
import { account, buildAndPush, logIn, page, setRegistry, write } from './goals.ts';
import { commandsLike, hasSeen, missing, reached } from '../goals.ts';

interface Replication {
  replicationConfiguration?: {
    rules: { destinations: { region: string }[]; repositoryFilters?: { filter: string }[] }[];
  };
}

const rules = (view: LabView) =>
  view.call<Replication>('ecr', 'DescribeRegistry')?.replicationConfiguration?.rules ?? [];
/** Where an image of shop/web was copied to, and how far that has come. */
const statusOf = (view: LabView, imageTag: string) =>
  view.call<{ replicationStatuses: { region: string; status: string }[] }>(
    'ecr',
    'DescribeImageReplicationStatus',
    {
      repositoryName: 'shop/web',
      imageId: { imageTag },
    },
  )?.replicationStatuses[0]?.status;
const caches = (view: LabView) =>
  view.call<{ pullThroughCacheRules: { ecrRepositoryPrefix: string; upstreamRegistryUrl: string }[] }>(
    'ecr',
    'DescribePullThroughCacheRules',
  )?.pullThroughCacheRules ?? [];

const replication = `${JSON.stringify(
  {
    rules: [
      {
        destinations: [{ region: 'eu-west-1', registryId: account }],
        repositoryFilters: [{ filter: 'test/', filterType: 'PREFIX_MATCH' }],
      },
    ],
  },
  undefined,
  2,
)}\n`;

export default defineLab({
  id: 'ecr-replication',
  title: 'Copy across Regions, cache from outside',
  region: 'us-east-1',
  seed: 'ecr-replication',
  open: 'replication.json',
  files: { ...page, 'replication.json': replication },
  start: [
    setRegistry,
    'aws ecr create-repository --repository-name shop/web > /dev/null',
    logIn(),
    buildAndPush('shop/web:v1'),
  ],
  firstCommand: 'aws ecr describe-registry',
  steps: [
    {
      id: 'rule',
      title: 'Lay down a rule',
      text: 'replication.json copies repositories under test/. Let it copy those under shop/ to eu-west-1, and put it on the registry.',
      goal(view) {
        const all = rules(view);
        const wants = 'a rule that copies shop/ to eu-west-1';
        if (all.length === 0) return missing('the registry has no rule for replication', wants);
        const filters = all.flatMap(({ repositoryFilters }) =>
          (repositoryFilters ?? []).map(({ filter }) => filter),
        );
        return all.some(
          ({ destinations, repositoryFilters }) =>
            destinations.some(({ region }) => region === 'eu-west-1') &&
            (!repositoryFilters?.length ||
              repositoryFilters.some(({ filter }) => 'shop/web'.startsWith(filter))),
        )
          ? reached
          : missing(`the rule is about ${filters.join(', ') || 'everything, and another Region'}`, wants);
      },
      hints: [
        'One word in the file is another team’s.',
        'The filter is a prefix of repository names. put-replication-configuration takes the file.',
        'Change test/ to shop/, then aws ecr put-replication-configuration --replication-configuration file://replication.json',
      ],
      solution: [
        { save: 'replication.json', content: replication.replace('test/', 'shop/') },
        'aws ecr put-replication-configuration --replication-configuration file://replication.json',
      ],
      typicalMinutes: 3,
    },
    {
      id: 'new-image',
      title: 'Push, and watch it travel',
      text: 'Change the page, push it as shop/web:v2, and wait until its copy is complete.',
      goal(view) {
        const status = statusOf(view, 'v2');
        if (status === 'COMPLETE') return reached;
        return missing(
          status ? `the copy of v2 is ${status}` : 'no copy of v2 is on its way',
          'a copy of shop/web:v2 in eu-west-1',
        );
      },
      hints: [
        'The push sets it off. Nothing else is needed, but time.',
        'describe-image-replication-status tells how far it is.',
        'Change index.html, build and push $REGISTRY/shop/web:v2, then let the clock run for a minute',
      ],
      solution: [
        write('Closed on Mondays'),
        buildAndPush('shop/web:v2'),
        { wind: 60_000 },
        'aws ecr describe-image-replication-status --repository-name shop/web --image-id imageTag=v2',
      ],
      typicalMinutes: 3,
    },
    {
      id: 'other-side',
      title: 'Look from the other side',
      text: 'List the images of shop/web in eu-west-1. One of the two is not there; which?',
      goal: (view) =>
        hasSeen(
          view,
          /(list|describe)-images.*--region eu-west-1|--region eu-west-1.*(list|describe)-images/,
          'v2',
        )
          ? reached
          : missing(
              'nobody has looked into eu-west-1 since the copy came',
              'a list of shop/web in eu-west-1',
            ),
      hints: [
        'Another Region, the same command.',
        '--region eu-west-1.',
        'aws ecr list-images --repository-name shop/web --region eu-west-1',
      ],
      solution: ['aws ecr list-images --repository-name shop/web --region eu-west-1'],
      typicalMinutes: 1,
    },
    {
      id: 'backfill',
      title: 'Fetch what came before',
      text: 'Start a backfill to eu-west-1 and wait until it is complete.',
      goal(view) {
        const all =
          view.call<{ backfills: { status: string }[] }>('ecr', 'ListReplicationBackfills')?.backfills ?? [];
        if (all.some(({ status }) => status === 'COMPLETE')) return reached;
        return missing(
          all[0] ? `the backfill is ${all[0].status}` : 'no backfill has been started',
          'a backfill to eu-west-1 that is COMPLETE',
        );
      },
      hints: [
        'A rule looks ahead. Something else looks back.',
        'start-replication-backfill wants a destination: Region and registry.',
        `aws ecr start-replication-backfill --destination region=eu-west-1,registryId=${account}, then a minute on the clock`,
      ],
      solution: [
        `aws ecr start-replication-backfill --destination region=eu-west-1,registryId=${account}`,
        { wind: 120_000 },
        'aws ecr list-replication-backfills',
      ],
      typicalMinutes: 2,
    },
    {
      id: 'cache',
      title: 'Make a cache',
      text: 'Try a pull-through cache rule for Docker Hub without credentials and see it refused. Then make one for public.ecr.aws with the prefix ecr-public.',
      goal(view) {
        if (!hasSeen(view, /create-pull-through-cache-rule/, 'requires authentication'))
          return missing(
            'no rule has been refused for want of credentials',
            'a refusal for Docker Hub, and a rule for public.ecr.aws',
          );
        const made = caches(view).find(({ upstreamRegistryUrl }) => upstreamRegistryUrl === 'public.ecr.aws');
        if (!made)
          return missing(
            commandsLike(view, /create-pull-through-cache-rule.*public\.ecr\.aws/).length > 0
              ? 'the rule for public.ecr.aws was refused'
              : 'there is no rule for public.ecr.aws',
            'a rule for public.ecr.aws with the prefix ecr-public',
          );
        return made.ecrRepositoryPrefix === 'ecr-public'
          ? reached
          : missing(
              `the prefix of the rule is ${made.ecrRepositoryPrefix}`,
              'a rule with the prefix ecr-public',
            );
      },
      hints: [
        'A rule joins a prefix here with a registry there.',
        'create-pull-through-cache-rule, with --ecr-repository-prefix and --upstream-registry-url. Docker Hub is registry-1.docker.io.',
        'aws ecr create-pull-through-cache-rule --ecr-repository-prefix docker-hub --upstream-registry-url registry-1.docker.io, then with ecr-public and public.ecr.aws',
      ],
      solution: [
        'aws ecr create-pull-through-cache-rule --ecr-repository-prefix docker-hub --upstream-registry-url registry-1.docker.io',
        'aws ecr create-pull-through-cache-rule --ecr-repository-prefix ecr-public --upstream-registry-url public.ecr.aws',
        'aws ecr validate-pull-through-cache-rule --ecr-repository-prefix ecr-public',
      ],
      typicalMinutes: 3,
    },
  ],
});
