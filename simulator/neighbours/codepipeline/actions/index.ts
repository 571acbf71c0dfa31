import { done, type Provider } from './action.ts';
import { codeBuild } from './build.ts';
import { deployBlueGreen } from './deploy-blue-green.ts';
import { deployToEcs } from './deploy-ecs.ts';
import { ecrSource, gitSource } from './source.ts';

/** Days for which an approval waits (CodePipeline user guide, quotas). */
const patience = 7 * 86_400_000;

/** A person's word: PutApprovalResult gives it. */
const approval: Provider = {
  needs: [],
  begin({ run }, { context }) {
    run.token = context.random.uuid();
    return undefined;
  },
  look({ run }, { context }) {
    if (run.approval?.status === 'Approved') return done;
    if (run.approval)
      return { code: 'JobFailed', message: `Rejected: ${run.approval.summary || 'no reason given'}` };
    const left = run.startedAt + patience - context.date;
    return left > 0 ? { wait: left } : { code: 'JobFailed', message: 'The approval action has timed out.' };
  },
};

/** By category and provider. */
export const providers: Readonly<Record<string, Provider>> = {
  'Approval/Manual': approval,
  'Build/CodeBuild': codeBuild,
  'Test/CodeBuild': codeBuild,
  'Deploy/CodeDeployToECS': deployBlueGreen,
  'Deploy/ECS': deployToEcs,
  'Source/CodeStarSourceConnection': gitSource,
  'Source/ECR': ecrSource,
};
