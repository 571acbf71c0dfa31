import { defineLab, type LabView } from '../../learner/bench/index.ts';
import { hasSeen, missing, reached } from '../goals.ts';
import * as wharf from './wharf.ts';
import { answered, healthyOf, serviceOf, tiers } from './wharf.ts';

const attach =
  'aws iam attach-role-policy --role-name ecsTaskExecutionRole --policy-arn arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy';
const events =
  'aws ecs describe-services --cluster drydock --services pages api --query "services[].events[0:4].message"';
const stopped =
  'aws ecs describe-tasks --cluster drydock --tasks $(aws ecs list-tasks --cluster drydock --desired-status STOPPED --query taskArns[] --output text) --query "tasks[].[availabilityZone,stopCode]"';
const more = (tier: string) =>
  `aws ecs update-service --cluster drydock --service ${tier} --desired-count 3 --query service.status`;

/** Whether the execution role may do again what it is there for. */
const attached = (view: LabView) =>
  view
    .call<{ AttachedPolicies: { PolicyArn: string }[] }>('iam', 'ListAttachedRolePolicies', {
      RoleName: 'ecsTaskExecutionRole',
    })
    ?.AttachedPolicies.some(({ PolicyArn }) => PolicyArn.endsWith('AmazonECSTaskExecutionRolePolicy')) ??
  false;

export default defineLab({
  id: 'capstone-incident',
  title: 'Incident: half of the wharf is gone',
  region: 'us-east-1',
  seed: 'capstone-incident',
  open: 'pages.json',
  files: wharf.files,
  start: [
    ...wharf.deployed,
    // Ten minutes later somebody tidies up roles; nobody notices, as nothing starts. Then a zone fails.
    'drydock fault inject execution-role-without-permission --after 600 > /dev/null',
    'drydock fault inject zone-outage zone=us-east-1a --after 900 > /dev/null',
    'sleep 1320',
  ],
  firstCommand:
    'aws ecs describe-services --cluster drydock --services pages api --query "services[].[serviceName,desiredCount,runningCount]"',
  steps: [
    {
      id: 'first-cause',
      title: 'What took the tasks away?',
      text: 'Both services want two tasks and have fewer. Find out where the missing ones stood, and with which stop code they ended.',
      goal: (view) =>
        hasSeen(view, /^aws /, 'InfrastructureHealth')
          ? reached
          : missing(
              'nothing has shown why the first tasks stopped',
              'the stop code of a task that ran before the incident',
            ),
      hints: [
        'Look at the oldest of the stopped tasks, not at the newest.',
        'list-tasks --desired-status STOPPED, then describe-tasks: stopCode and availabilityZone.',
        stopped,
      ],
      solution: [stopped],
      typicalMinutes: 2,
    },
    {
      id: 'second-cause',
      title: 'Why does nobody come in their place?',
      text: 'A lost zone costs a service its tasks there, and no more. Find out what keeps the replacements from starting.',
      goal: (view) =>
        hasSeen(view, /^aws /, /not authorized to perform/)
          ? reached
          : missing(
              'nothing has shown why replacements fail',
              'the reason that an event or a stopped task gives',
            ),
      hints: [
        'Two faults can hide behind one symptom. The older one slept until a task had to start.',
        'The events of the services say what was tried, and what came of it.',
        events,
      ],
      solution: [events],
      typicalMinutes: 2,
    },
    {
      id: 'recover',
      title: 'Bring them back',
      text: 'Give the execution role back what it needs, and prove that it helps: two healthy targets for each tier, and an answer from both. The zone stays dark; you have two more.',
      goal(view) {
        const shouldBe = 'a role that may work, two healthy targets for each tier, and an answer from both';
        if (!attached(view))
          return missing('ecsTaskExecutionRole has no AmazonECSTaskExecutionRolePolicy', shouldBe);
        for (const tier of tiers) {
          const healthy = healthyOf(view, tier);
          if (healthy < 2) return missing(`${healthy} of 2 targets of ${tier} are healthy`, shouldBe);
        }
        for (const path of ['/', '/api/berths'])
          if (!answered(view, path, /attach-role-policy/))
            return missing(`nobody has fetched ${path} since the role was mended`, shouldBe);
        return reached;
      },
      hints: [
        'Who pulls images for a task, and with which policy?',
        'aws iam attach-role-policy; the services try again by themselves, after a pause.',
        attach,
      ],
      solution: [attach, { wind: 1_500_000 }, wharf.visit('/'), wharf.visit('/api/berths')],
      typicalMinutes: 3,
    },
    {
      id: 'harden',
      title: 'Be ready for the next one',
      text: 'With two tasks, one lost zone leaves half. Give each service three, and wait until all of them run.',
      goal(view) {
        const shouldBe = 'three tasks RUNNING for each of the two services';
        for (const tier of tiers) {
          const service = serviceOf(view, tier);
          if (!service || service.desiredCount < 3)
            return missing(`${tier} wants ${service?.desiredCount ?? 0} tasks`, shouldBe);
          if (service.runningCount < 3)
            return missing(`${service.runningCount} of 3 tasks of ${tier} are RUNNING`, shouldBe);
        }
        return reached;
      },
      hints: ['One number for each service.', 'update-service takes --desired-count.', more('pages')],
      solution: [...tiers.map(more), { wind: 300_000 }],
      typicalMinutes: 1,
    },
  ],
});
