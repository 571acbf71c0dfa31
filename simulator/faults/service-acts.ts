import { subjectOf } from '../ecr/scope.ts';
import { ask, refuse, type Act } from './act.ts';

/** Faults of what tasks need from other services: they happen through those services' own operations. */
export const serviceActs: Readonly<Record<string, Act>> = {
  'image-tag-deleted': {
    inject({ repository, tag = 'latest' }, scope) {
      const { failures } = ask(scope, 'ecr', 'BatchDeleteImage', {
        repositoryName: repository,
        imageIds: [{ imageTag: tag }],
      }) as { failures?: { failureReason?: string }[] };
      if (failures?.[0]) refuse(failures[0].failureReason ?? 'The tag cannot be deleted.');
    },
  },
  'registry-unreachable': {
    inject(_, { neighbours }) {
      for (const service of ['ecr.api', 'ecr.dkr']) neighbours.faults.unreachable.add(service);
    },
    clear(_, { neighbours }) {
      for (const service of ['ecr.api', 'ecr.dkr']) neighbours.faults.unreachable.delete(service);
    },
  },
  'expired-token': {
    inject(_, scope) {
      const registry = scope.registries.private(scope.accountId, scope.region);
      for (const id of registry?.ecr.tokens.keys() ?? [])
        scope.context.schedule(0, {
          type: 'ecr.token',
          subject: subjectOf(registry!, 'token', id),
          event: 'EXPIRE',
        });
    },
  },
  'execution-role-without-permission': {
    inject({ role: RoleName = 'ecsTaskExecutionRole' }, scope) {
      const { AttachedPolicies = [] } = ask(scope, 'iam', 'ListAttachedRolePolicies', { RoleName }) as {
        AttachedPolicies?: { PolicyArn: string }[];
      };
      for (const { PolicyArn } of AttachedPolicies)
        ask(scope, 'iam', 'DetachRolePolicy', { RoleName, PolicyArn });
      return { role: RoleName, policies: AttachedPolicies.map(({ PolicyArn }) => PolicyArn) };
    },
    clear({ undo }, scope) {
      for (const PolicyArn of undo['policies'] as string[])
        ask(scope, 'iam', 'AttachRolePolicy', { RoleName: undo['role'], PolicyArn });
    },
  },
  'missing-log-group': {
    inject({ logGroup: logGroupName = '' }, scope) {
      ask(scope, 'logs', 'DeleteLogGroup', { logGroupName });
      return { logGroupName };
    },
    clear({ undo }, scope) {
      ask(scope, 'logs', 'CreateLogGroup', undo);
    },
  },
  'efs-mount-target-missing': {
    inject({ fileSystem }, scope) {
      const { MountTargets = [] } = ask(scope, 'efs', 'DescribeMountTargets', {
        FileSystemId: fileSystem,
      }) as {
        MountTargets?: { MountTargetId: string }[];
      };
      for (const { MountTargetId } of MountTargets) ask(scope, 'efs', 'DeleteMountTarget', { MountTargetId });
    },
  },
  'bad-secret-arn': {
    inject({ secret: SecretId = '' }, scope) {
      ask(scope, 'secretsmanager', 'DeleteSecret', { SecretId, RecoveryWindowInDays: 30 });
      return { SecretId };
    },
    clear({ undo }, scope) {
      ask(scope, 'secretsmanager', 'RestoreSecret', undo);
    },
  },
};
