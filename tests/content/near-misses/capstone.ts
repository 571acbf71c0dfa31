import { logIn } from '../../../content/ecr/goals.ts';
import * as wharf from '../../../content/capstone/wharf.ts';
import type { NearMiss } from '../walk.ts';

const { tiers } = wharf;
const update = 'aws ecs update-service --cluster drydock --service pages --task-definition pages';

export const nearMisses: readonly NearMiss[] = [
  {
    lab: 'capstone-deploy',
    slip: 'shipping the api with its SDK',
    acts: [...tiers.map(wharf.repository), logIn(), ...tiers.map((tier) => wharf.ship(tier))],
    step: 'images',
    is: 'the image in wharf/api weighs 331 MB, SDK included',
  },
  {
    lab: 'capstone-deploy',
    slip: 'tags that can be moved',
    acts: ['aws ecr create-repository --repository-name wharf/pages'],
    step: 'images',
    is: 'tags of wharf/pages can be moved',
  },
  {
    lab: 'capstone-deploy',
    slip: 'a plan without its execution role',
    acts: [...tiers.map(wharf.logGroup), ...tiers.map(wharf.register)],
    step: 'plans',
    is: 'api is not registered',
  },
  {
    lab: 'capstone-deploy',
    slip: 'no rule for the api',
    acts: wharf.front.slice(0, 4),
    step: 'front',
    is: 'every path leads to the pages',
  },
  {
    lab: 'capstone-operate',
    slip: 'scaling by hand',
    acts: ['aws ecs update-service --cluster drydock --service pages --desired-count 5', { wind: 300_000 }],
    step: 'scale',
    is: 'pages has no scaling policy',
  },
  {
    lab: 'capstone-operate',
    slip: 'building the release and not deploying it',
    acts: [
      "sed -i 's/edition 1/edition 2/' pages/Program.cs",
      wharf.ship('pages', 'v2'),
      "sed -i 's/pages:v1/pages:v2/' pages.json",
      wharf.register('pages'),
    ],
    step: 'release',
    is: 'the service still wants pages:1',
  },
  {
    lab: 'capstone-operate',
    slip: 'calling off the bad release before the breaker does',
    acts: [
      "sed -i 's/pages:v1/pages:v3/' pages.json",
      wharf.register('pages'),
      update,
      { wind: 120_000 },
      `${update}:1`,
      { wind: 600_000 },
    ],
    step: 'failed-release',
    is: 'no release of the pages has been rolled back',
  },
  {
    lab: 'capstone-incident',
    slip: 'starting the services afresh',
    acts: [`${update} --force-new-deployment`, { wind: 900_000 }],
    step: 'recover',
    is: 'ecsTaskExecutionRole has no AmazonECSTaskExecutionRolePolicy',
  },
  {
    lab: 'capstone-incident',
    slip: 'more tasks while none can start',
    acts: [
      ...tiers.map((tier) => `aws ecs update-service --cluster drydock --service ${tier} --desired-count 3`),
      { wind: 600_000 },
    ],
    step: 'harden',
    is: '1 of 3 tasks of pages are RUNNING',
  },
];
