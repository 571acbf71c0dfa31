import { defineLab, type LabView } from '../../learner/bench/index.ts';
import { register, serviceOf, setNetwork, tasksIn } from '../ecs/goals.ts';
import { hasSeen, missing, reached } from '../goals.ts';

const web = `{
  "family": "web",
  "requiresCompatibilities": ["FARGATE"],
  "networkMode": "awsvpc",
  "cpu": "256",
  "memory": "512",
  "containerDefinitions": [
    {
      "name": "web",
      "image": "public.ecr.aws/docker/library/httpd:2.4",
      "essential": true,
      "stopTimeout": 120
    }
  ]
}
`;
const mixed =
  '--capacity-provider-strategy capacityProvider=FARGATE,base=2,weight=1 capacityProvider=FARGATE_SPOT,weight=3';
const running = (view: LabView, provider?: string) =>
  tasksIn(view).filter(
    ({ lastStatus, capacityProviderName }) =>
      lastStatus === 'RUNNING' && (provider === undefined || capacityProviderName === provider),
  ).length;
const events =
  'aws ecs describe-services --cluster drydock --services web --query "services[0].events[].message"';

export default defineLab({
  id: 'fargate-spot',
  title: 'What if it is taken back?',
  region: 'us-east-1',
  seed: 'fargate-spot',
  open: 'web.json',
  files: { 'web.json': web },
  start: [
    'aws ecs create-cluster --cluster-name drydock --capacity-providers FARGATE FARGATE_SPOT',
    register('web.json'),
    setNetwork,
  ],
  firstCommand: 'aws ecs describe-clusters --clusters drydock --query "clusters[0].capacityProviders"',
  steps: [
    {
      id: 'mixed',
      title: 'Mix the two',
      text: 'Create a service web of eight tasks: two on FARGATE whatever happens, and of the rest three on FARGATE_SPOT for each one on FARGATE.',
      goal(view) {
        const shouldBe = 'eight running tasks, some on FARGATE_SPOT, with a base of two on FARGATE';
        const service = serviceOf(view, 'web');
        if (!service) return missing('there is no service web', shouldBe);
        if (running(view) < 8) return missing(`${running(view)} of 8 tasks are running`, shouldBe);
        if (running(view, 'FARGATE') === 0) return missing('no task runs on FARGATE', shouldBe);
        if (running(view, 'FARGATE_SPOT') === 0) return missing('no task runs on FARGATE_SPOT', shouldBe);
        const base = service.capacityProviderStrategy?.find(
          ({ capacityProvider }) => capacityProvider === 'FARGATE',
        )?.base;
        return base === 2 ? reached : missing(`the base on FARGATE is ${base ?? 0}`, shouldBe);
      },
      hints: [
        'Eight less the base of two is six; divide them by the weights.',
        'Two providers after --capacity-provider-strategy, with a space between them; no launch type.',
        mixed,
      ],
      solution: [
        `aws ecs create-service --cluster drydock --service-name web --task-definition web --desired-count 8 --network-configuration $NETWORK ${mixed}`,
        { wind: 120_000 },
      ],
      typicalMinutes: 2,
    },
    {
      id: 'interruption',
      title: 'Let AWS take it back',
      text: 'Inject the fault spot-interruption into the cluster drydock. Wind on until the interrupted tasks are STOPPED, read their stopCode, and until eight tasks run again.',
      goal(view) {
        const shouldBe =
          'tasks stopped by SpotInterruption, eight running again, and a look at the stop code';
        if (
          !tasksIn(view).some(
            ({ lastStatus, stopCode }) => lastStatus === 'STOPPED' && stopCode === 'SpotInterruption',
          )
        )
          return missing('no task has been stopped by a Spot interruption yet', shouldBe);
        if (running(view) < 8) return missing(`${running(view)} of 8 tasks are running`, shouldBe);
        return hasSeen(view, /describe-tasks/, 'SpotInterruption')
          ? reached
          : missing('nobody has read the stop code', shouldBe);
      },
      hints: [
        'drydock fault list names what can go wrong; this one is over once it has happened.',
        'drydock fault inject spot-interruption cluster=drydock, three minutes, describe-tasks on the stopped ones.',
        "aws ecs describe-tasks --cluster drydock --tasks $(aws ecs list-tasks --cluster drydock --desired-status STOPPED --query 'taskArns[]' --output text) --query 'tasks[].[capacityProviderName,stopCode]'",
      ],
      solution: [
        'drydock fault inject spot-interruption cluster=drydock',
        { wind: 240_000 },
        "aws ecs describe-tasks --cluster drydock --tasks $(aws ecs list-tasks --cluster drydock --desired-status STOPPED --query 'taskArns[]' --output text) --query 'tasks[].[capacityProviderName,stopCode]'",
      ],
      typicalMinutes: 3,
    },
    {
      id: 'dry',
      title: 'Nothing to spare',
      text: 'Now inject no-capacity for FARGATE_SPOT, and the interruption once more. Wait five minutes: how many tasks are left? Find the event that says why.',
      goal(view) {
        const shouldBe = 'a service that has lost its Spot tasks, and a look at the event that says why';
        if (running(view, 'FARGATE_SPOT') > 0)
          return missing(`${running(view, 'FARGATE_SPOT')} tasks still run on FARGATE_SPOT`, shouldBe);
        if (!serviceOf(view, 'web')) return missing('there is no service web', shouldBe);
        return hasSeen(view, /describe-services/, 'Capacity is unavailable at this time')
          ? reached
          : missing('nobody has read why no task can be placed', shouldBe);
      },
      hints: [
        'A strategy divides tasks. It does not fall back from one provider to the other.',
        'drydock fault inject no-capacity provider=FARGATE_SPOT, then the interruption, then the clock.',
        events,
      ],
      solution: [
        'drydock fault inject no-capacity provider=FARGATE_SPOT',
        'drydock fault inject spot-interruption cluster=drydock',
        { wind: 300_000 },
        events,
      ],
      typicalMinutes: 3,
    },
    {
      id: 'rescue',
      title: 'Pay for it, for now',
      text: 'Move the service to FARGATE alone, and let it come back to eight tasks while Spot has nothing.',
      goal(view) {
        const shouldBe = 'eight running tasks on FARGATE, and a strategy without Spot';
        const strategy = serviceOf(view, 'web')?.capacityProviderStrategy ?? [];
        if (strategy.some(({ capacityProvider }) => capacityProvider === 'FARGATE_SPOT'))
          return missing('the strategy still names FARGATE_SPOT', shouldBe);
        const found = running(view, 'FARGATE');
        return found >= 8 && strategy.length > 0
          ? reached
          : missing(`${found} of 8 tasks are running on FARGATE`, shouldBe);
      },
      hints: [
        'A strategy can be changed; it takes a new deployment.',
        'update-service with one provider, and --force-new-deployment.',
        'aws ecs update-service --cluster drydock --service web --capacity-provider-strategy capacityProvider=FARGATE,weight=1 --force-new-deployment',
      ],
      solution: [
        'aws ecs update-service --cluster drydock --service web --capacity-provider-strategy capacityProvider=FARGATE,weight=1 --force-new-deployment',
        { wind: 420_000 },
      ],
      typicalMinutes: 2,
    },
  ],
});
