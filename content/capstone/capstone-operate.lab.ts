import { defineLab } from '../../learner/bench/index.ts';
import { tagsIn } from '../ecr/goals.ts';
import { nameOf } from '../clinic/goals.ts';
import { missing, reached } from '../goals.ts';
import * as wharf from './wharf.ts';
import { answered, serviceOf } from './wharf.ts';

const dimension =
  '--service-namespace ecs --resource-id service/drydock/pages --scalable-dimension ecs:service:DesiredCount';
const limits = `aws application-autoscaling register-scalable-target ${dimension} --min-capacity 2 --max-capacity 6 > /dev/null`;
const policy = `aws application-autoscaling put-scaling-policy ${dimension} --policy-name cpu --policy-type TargetTrackingScaling --target-tracking-scaling-policy-configuration file://policy.json > /dev/null`;
const crowd = 'drydock load pages --cluster drydock requests=30';
const update =
  'aws ecs update-service --cluster drydock --service pages --task-definition pages --query service.status';
const states =
  'aws ecs describe-services --cluster drydock --services pages --query "services[0].deployments[].[taskDefinition,rolloutState,runningCount]"';

export default defineLab({
  id: 'capstone-operate',
  title: 'A crowd, a release, and a release that fails',
  region: 'us-east-1',
  seed: 'capstone-operate',
  open: 'pages/Program.cs',
  files: {
    ...wharf.files,
    'policy.json': `{
  "TargetValue": 50,
  "PredefinedMetricSpecification": { "PredefinedMetricType": "ECSServiceAverageCPUUtilization" }
}
`,
  },
  start: wharf.deployed,
  firstCommand: states,
  steps: [
    {
      id: 'scale',
      title: 'Let the pages grow with the crowd',
      text: 'Let the service pages have 2 to 6 tasks and hold its CPU at 50 percent (policy.json). Then send it 30 requests a second, and wind on until four or more tasks run. The api stays as it is.',
      goal(view) {
        const shouldBe = 'a policy under which the pages have grown to 4 tasks or more, and the api has not';
        const policies = view.call<{ ScalingPolicies: object[] }>(
          'application-autoscaling',
          'DescribeScalingPolicies',
          {
            ServiceNamespace: 'ecs',
          },
        )?.ScalingPolicies;
        if (!policies || policies.length === 0) return missing('pages has no scaling policy', shouldBe);
        const [pages, api] = [serviceOf(view, 'pages'), serviceOf(view, 'api')];
        if (api && api.desiredCount !== 2)
          return missing(`the api wants ${api.desiredCount} tasks`, shouldBe);
        return pages && pages.runningCount >= 4
          ? reached
          : missing(`${pages?.runningCount ?? 0} tasks of the pages are RUNNING`, shouldBe);
      },
      hints: [
        'Limits first, then the policy, then the crowd.',
        'register-scalable-target and put-scaling-policy; drydock load makes the crowd.',
        limits,
      ],
      solution: [limits, policy, crowd, { wind: 600_000 }],
      typicalMinutes: 5,
    },
    {
      id: 'release',
      title: 'Release without a gap',
      text: 'Write “edition 2” into pages/Program.cs, ship it as v2, register it and update the service. Fetch / at least once while both editions stand, and wait until the new one is COMPLETED.',
      goal(view) {
        const shouldBe = 'edition 2 completed, with an answer fetched on the way and no healthy task missing';
        if (!tagsIn(view, 'wharf/pages').includes('v2'))
          return missing('wharf/pages has no image tagged v2', shouldBe);
        const service = serviceOf(view, 'pages');
        if (!service || nameOf(service.taskDefinition) === 'pages:1')
          return missing('the service still wants pages:1', shouldBe);
        if (service.deploymentConfiguration.minimumHealthyPercent < 100)
          return missing(
            `only ${service.deploymentConfiguration.minimumHealthyPercent} percent have to stay healthy`,
            shouldBe,
          );
        const [first, ...rest] = service.deployments;
        if (rest.length > 0 || first?.rolloutState !== 'COMPLETED')
          return missing(
            `the deployment of ${nameOf(service.taskDefinition)} is ${first?.rolloutState}`,
            shouldBe,
          );
        const updated = view.commands.findLast(({ line }) => line.includes('update-service'));
        const within = view.commands.some(
          ({ line, stdout, at }) =>
            line.includes('curl') &&
            /200|edition/.test(stdout) &&
            updated &&
            at > updated.at &&
            at < updated.at + 240_000,
        );
        return within ? reached : missing('nobody has fetched / within four minutes of the update', shouldBe);
      },
      hints: [
        'Another tag, another revision, one call. v1 cannot be pushed again.',
        'sed changes pages.json; wind on by a minute, fetch, and wind on by ten.',
        `${wharf.ship('pages', 'v2')}, then pages:v2 into pages.json.`,
      ],
      solution: [
        "sed -i 's/edition 1/edition 2/' pages/Program.cs",
        wharf.ship('pages', 'v2'),
        "sed -i 's/pages:v1/pages:v2/' pages.json",
        wharf.register('pages'),
        update,
        { wind: 60_000 },
        wharf.visit('/'),
        { wind: 600_000 },
        states,
      ],
      typicalMinutes: 5,
    },
    {
      id: 'failed-release',
      title: 'Let a bad release fail by itself',
      text: 'Somebody registers the pages with the tag v3, which nobody has pushed. Deploy that, let half an hour go by, and see that visitors noticed nothing and the service is back at edition 2.',
      goal(view) {
        const shouldBe = 'a release that was rolled back, and an answer fetched after it';
        const ends =
          view
            .call<{ serviceDeployments: { status: string }[] }>('ecs', 'ListServiceDeployments', {
              cluster: 'drydock',
              service: 'pages',
            })
            ?.serviceDeployments.map(({ status }) => status) ?? [];
        if (!ends.some((status) => status === 'ROLLBACK_SUCCESSFUL'))
          return missing('no release of the pages has been rolled back', shouldBe);
        const service = serviceOf(view, 'pages');
        if (!service || service.runningCount < service.desiredCount)
          return missing(`${service?.runningCount} of ${service?.desiredCount} tasks are RUNNING`, shouldBe);
        return answered(view, '/', /update-service/)
          ? reached
          : missing('nobody has fetched / since the last update', shouldBe);
      },
      hints: [
        'The breaker counts. You only have to wait, and to look.',
        'A tag that does not exist is slow to fail: ECS waits longer from try to try.',
        `sed -i 's/pages:v2/pages:v3/' pages.json, register, update, and half an hour.`,
      ],
      solution: [
        "sed -i 's/pages:v2/pages:v3/' pages.json",
        wharf.register('pages'),
        update,
        { wind: 2_400_000 },
        wharf.visit('/'),
        states,
      ],
      typicalMinutes: 4,
    },
  ],
});
