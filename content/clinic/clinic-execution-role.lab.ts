import { buildAndPush, logIn, page, registry } from '../ecr/goals.ts';
import { missing, reached } from '../goals.ts';
import { createService, describeStopped, registerQuietly, serviceIn, shop, toFind } from './goals.ts';
import { incident, provenWell } from './incident.ts';

const policy = 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy';
const attach = `aws iam attach-role-policy --role-name ecsTaskExecutionRole --policy-arn ${policy}`;

export default incident({
  id: 'clinic-execution-role',
  title: 'Incident: a role without rights',
  files: {
    'taskdef.json': shop({ image: `${registry}/shop:v1`, command: ['httpd', '-f', '-h', '/www'] }),
    ...page,
  },
  start: [
    'aws ecr create-repository --repository-name shop > /dev/null',
    logIn(),
    buildAndPush('shop:v1'),
    attach.replace('attach', 'detach'),
    registerQuietly,
    createService(1),
    'sleep 150',
  ],
  steps: [
    {
      id: 'find',
      title: 'Find the cause',
      text: 'The image is in the repository and the task does not get it. Find out who was refused what.',
      goal: toFind(
        /not authorized to perform: ecr:/,
        'nothing has shown who was refused',
        'a stoppedReason that names the role and the action',
      ),
      hints: [
        'Read stoppedReason to its end: it names a principal and an action.',
        'describe-tasks of a stopped task.',
        describeStopped,
      ],
      solution: [describeStopped],
      typicalMinutes: 2,
    },
    {
      id: 'mend',
      title: 'Mend it',
      text: 'Give the execution role the managed policy that is made for it.',
      goal(view) {
        if (!serviceIn(view))
          return missing('the service shop is gone', 'the service shop, and its role with rights');
        const answer = view.call<{ AttachedPolicies: { PolicyName: string }[] }>(
          'iam',
          'ListAttachedRolePolicies',
          {
            RoleName: 'ecsTaskExecutionRole',
          },
        );
        const names = answer?.AttachedPolicies.map(({ PolicyName }) => PolicyName) ?? [];
        if (names.includes('AmazonECSTaskExecutionRolePolicy')) return reached;
        return missing(
          names.length === 0
            ? 'ecsTaskExecutionRole has no policy'
            : `ecsTaskExecutionRole has ${names.join(', ')} only`,
          'AmazonECSTaskExecutionRolePolicy, attached to ecsTaskExecutionRole',
        );
      },
      hints: [
        'aws iam list-attached-role-policies shows what the role may.',
        'attach-role-policy takes the name of the role and the ARN of the policy.',
        attach,
      ],
      solution: [attach],
      typicalMinutes: 2,
    },
    provenWell(1, 600_000),
  ],
});
