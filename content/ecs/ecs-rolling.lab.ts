import { defineLab, type LabView } from '../../learner/bench/index.ts';
import { eventsOf, nameOf, register, serviceOf, setNetwork } from './goals.ts';
import { hasSeen, missing, reached } from '../goals.ts';

const library = 'public.ecr.aws/docker/library';
const definition = (container: object) =>
  `${JSON.stringify(
    {
      family: 'web',
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: '256',
      memory: '512',
      containerDefinitions: [{ name: 'web', essential: true, ...container }],
    },
    null,
    2,
  )}\n`;

const update = (more: string) => `aws ecs update-service --cluster drydock --service web ${more}`;
const percents = (minimum: number, maximum: number) =>
  `--deployment-configuration "minimumHealthyPercent=${minimum},maximumPercent=${maximum}"`;
const events =
  'aws ecs describe-services --cluster drydock --services web --query "services[0].events[].message"';

/** What the service lacks to have come to rest on a revision. */
function lacks(view: LabView, revision: string): string | undefined {
  const service = serviceOf(view, 'web');
  if (!service) return 'there is no service web';
  const [primary] = service.deployments;
  if (nameOf(service.taskDefinition) !== revision)
    return `the service is to run ${nameOf(service.taskDefinition)}`;
  return service.deployments.length > 1 || primary?.rolloutState !== 'COMPLETED'
    ? `the deployment of ${revision} is ${primary?.rolloutState}`
    : undefined;
}

export default defineLab({
  id: 'ecs-rolling',
  title: 'Four deployments, one of them bad',
  region: 'us-east-1',
  seed: 'ecs-rolling',
  open: 'v2.json',
  files: {
    'v1.json': definition({ image: `${library}/httpd:2.4` }),
    'v2.json': definition({ image: `${library}/httpd:2.4-alpine` }),
    'v3.json': definition({
      image: `${library}/httpd:2.4-alpine`,
      command: ['sh', '-c', 'echo "no configuration"; exit 1'],
    }),
  },
  start: [
    'aws ecs create-cluster --cluster-name drydock',
    ...['v1.json', 'v2.json', 'v3.json'].map(register),
    setNetwork,
    'aws ecs create-service --cluster drydock --service-name web --task-definition web:1 --desired-count 4 --launch-type FARGATE --network-configuration $NETWORK',
    'sleep 180',
  ],
  firstCommand: update('--task-definition web:2'),
  steps: [
    {
      id: 'beside',
      title: 'New beside old',
      text: 'The service web runs four tasks of web:1 and may have twice as many for a while. Deploy web:2, and let it come to rest.',
      goal(view) {
        const is = lacks(view, 'web:2');
        return is ? missing(is, 'a completed deployment of web:2') : reached;
      },
      hints: [
        'Look at the map while the clock runs: eight tasks, then four.',
        'update-service with another task definition begins a deployment.',
        `${update('--task-definition web:2')}, and some minutes.`,
      ],
      solution: [update('--task-definition web:2'), { wind: 300_000 }],
      typicalMinutes: 2,
    },
    {
      id: 'instead',
      title: 'New instead of old',
      text: 'Go back to web:1 without ever having more than four tasks: at least 50 percent healthy, at most 100.',
      goal(view) {
        const shouldBe = 'a completed deployment of web:1 with 50 and 100 percent';
        const { minimumHealthyPercent = 100, maximumPercent = 200 } =
          serviceOf(view, 'web')?.deploymentConfiguration ?? {};
        if (minimumHealthyPercent !== 50 || maximumPercent !== 100)
          return missing(
            `the service deploys with ${minimumHealthyPercent} and ${maximumPercent} percent`,
            shouldBe,
          );
        const is = lacks(view, 'web:1');
        return is ? missing(is, shouldBe) : reached;
      },
      hints: [
        'Two tasks go first, and two new ones take their place.',
        '--deployment-configuration takes minimumHealthyPercent and maximumPercent.',
        update(`--task-definition web:1 ${percents(50, 100)}`),
      ],
      solution: [update(`--task-definition web:1 ${percents(50, 100)}`), { wind: 600_000 }],
      typicalMinutes: 2,
    },
    {
      id: 'neither',
      title: 'Neither more nor fewer',
      text: 'Now allow a little of both: at least 80 percent healthy, at most 110. Deploy web:2 again, wait ten minutes, and find the event that says why nothing happens.',
      goal: (view) =>
        hasSeen(view, /describe-services/, 'because of the service deployment configuration')
          ? reached
          : missing(
              eventsOf(view, 'web').some((message) => message.includes('service deployment configuration'))
                ? 'nobody has read the event yet'
                : 'no deployment has got stuck yet',
              'a describe-services whose events say that nothing can be started or stopped',
            ),
      hints: [
        '80 percent of 4 is rounded up, 110 percent of 4 is rounded down. What is left?',
        'update-service with both percentages, then the clock, then describe-services.',
        `${update(`--task-definition web:2 ${percents(80, 110)}`)}, ten minutes, ${events}`,
      ],
      solution: [update(`--task-definition web:2 ${percents(80, 110)}`), { wind: 600_000 }, events],
      typicalMinutes: 2,
    },
    {
      id: 'breaker',
      title: 'Let the breaker decide',
      text: 'Set 100 and 200 percent again, with the circuit breaker and roll-back on, and let web:2 come to rest. Then deploy web:3, which crashes, and wait for the roll-back.',
      goal(view) {
        const shouldBe = 'a deployment of web:3 that the breaker has rolled back, and four healthy tasks';
        const { deploymentCircuitBreaker: breaker } = serviceOf(view, 'web')?.deploymentConfiguration ?? {};
        if (!breaker?.enable) return missing('the circuit breaker is off', shouldBe);
        if (!breaker.rollback) return missing('the circuit breaker does not roll back', shouldBe);
        if (!eventsOf(view, 'web').some((message) => message.includes('rolling back to deployment')))
          return missing('nothing has been rolled back', shouldBe);
        const service = serviceOf(view, 'web')!;
        return service.runningCount === 4 && nameOf(service.taskDefinition) !== 'web:3'
          ? reached
          : missing(`${service.runningCount} of 4 tasks are running`, shouldBe);
      },
      hints: [
        'The breaker counts tasks that fail. With four wanted, three failures are enough.',
        '"deploymentCircuitBreaker={enable=true,rollback=true}" goes into the same option, after a comma.',
        update(
          '--deployment-configuration "minimumHealthyPercent=100,maximumPercent=200,deploymentCircuitBreaker={enable=true,rollback=true}"',
        ),
      ],
      solution: [
        update(
          '--deployment-configuration "minimumHealthyPercent=100,maximumPercent=200,deploymentCircuitBreaker={enable=true,rollback=true}"',
        ),
        { wind: 300_000 },
        update('--task-definition web:3'),
        { wind: 900_000 },
      ],
      typicalMinutes: 3,
    },
  ],
});
