import type { NearMiss } from '../walk.ts';

const update = (more: string) => `aws ecs update-service --cluster drydock --service web ${more}`;

export const nearMisses: readonly NearMiss[] = [
  {
    lab: 'ecs-rolling',
    slip: 'looking before it has come to rest',
    acts: [update('--task-definition web:2'), { wind: 20_000 }],
    step: 'beside',
    is: 'the deployment of web:2 is IN_PROGRESS',
  },
  {
    lab: 'ecs-rolling',
    slip: 'back with the percentages that were there',
    acts: [
      update('--task-definition web:2'),
      { wind: 300_000 },
      update('--task-definition web:1'),
      { wind: 300_000 },
    ],
    step: 'instead',
    is: 'the service deploys with 100 and 200 percent',
  },
  {
    lab: 'ecs-rolling',
    slip: 'a breaker that gives up and does not go back',
    acts: [update('--deployment-configuration "deploymentCircuitBreaker={enable=true,rollback=false}"')],
    step: 'breaker',
    is: 'the circuit breaker does not roll back',
  },
  {
    lab: 'ecs-blue-green',
    slip: 'looking too soon',
    acts: [update('--task-definition web:2'), { wind: 10_000 }, 'curl -s http://$DNS/'],
    step: 'switch',
    is: 'the newest deployment is PENDING',
  },
  {
    lab: 'ecs-blue-green',
    slip: 'waiting until there is nothing to go back to',
    acts: [update('--task-definition web:2'), { wind: 1_800_000 }, 'curl -s http://$DNS/'],
    step: 'back',
    is: 'no deployment has been rolled back',
  },
  {
    lab: 'ecs-blue-green',
    slip: 'deploying without the new configuration',
    acts: [
      update('--task-definition web:2'),
      { wind: 240_000 },
      'for i in 1 2 3 4; do curl -s http://$DNS/; done',
    ],
    step: 'canary',
    is: 'the strategy of the service is BLUE_GREEN',
  },
  {
    lab: 'ecs-release',
    slip: 'releasing by hand what the pipeline may not',
    acts: [
      'bash release.sh v2.json',
      'aws ecs register-task-definition --cli-input-json file://v2.json',
      update('--task-definition web:2'),
      { wind: 300_000 },
    ],
    step: 'least',
    is: 'release.sh has released nothing yet',
  },
  {
    lab: 'ecs-release',
    slip: 'a script that always fails',
    acts: [
      'aws iam put-user-policy --user-name pipeline --policy-name pass --policy-document file://pass-role.json',
      'echo "exit 1" > release.sh',
      'bash release.sh v3.json',
      'bash release.sh v2.json',
    ],
    step: 'truth',
    is: 'v2.json has not been released since',
  },
];
