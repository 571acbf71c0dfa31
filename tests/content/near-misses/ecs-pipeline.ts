import type { NearMiss } from '../walk.ts';

const create = [
  'aws codebuild create-project --cli-input-json file://project.json',
  'aws codepipeline create-pipeline --cli-input-json file://pipeline.json',
  { wind: 180_000 },
];
const log = 'aws logs tail /aws/codebuild/web --since 1h';
const engine = [
  `sed -i 's/"computeType"/"privilegedMode": true, "computeType"/' project.json`,
  'aws codebuild update-project --cli-input-json file://project.json',
];
const again = ['aws codepipeline start-pipeline-execution --name ship', { wind: 420_000 }];
const push =
  'aws iam put-role-policy --role-name build --policy-name push --policy-document file://push.json';

export const nearMisses: readonly NearMiss[] = [
  {
    lab: 'ecs-pipeline',
    slip: 'seeing that it failed, and not why',
    acts: [...create, 'aws codepipeline get-pipeline-state --name ship'],
    step: 'machine',
    is: 'nobody has read why the build failed',
  },
  {
    lab: 'ecs-pipeline',
    slip: 'changing the file, and not the project',
    acts: [...create, engine[0]!, ...again, log],
    step: 'refused',
    is: 'the project has no privileged mode',
  },
  {
    lab: 'ecs-pipeline',
    slip: 'giving the push to the role of the pipeline',
    acts: [...create, ...engine, push.replace('--role-name build', '--role-name pipeline'), ...again],
    step: 'first',
    is: 'the repository web is empty',
  },
  {
    lab: 'ecs-pipeline',
    slip: 'starting the pipeline by hand',
    acts: [...create, ...engine, push, ...again],
    step: 'commit',
    is: 'no commit has started the newest run',
  },
  {
    lab: 'ecs-pipeline',
    slip: 'looking before the commit is shipped',
    acts: [...create, ...engine, push, 'drydock commit octo/shop app -m "Again"', { wind: 20_000 }],
    step: 'commit',
    is: 'the newest run of the pipeline is InProgress',
  },
];
