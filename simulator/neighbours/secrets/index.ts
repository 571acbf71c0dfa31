import { AwsError } from '../../api/errors.ts';
import type { Service } from '../../api/service.ts';
import type { NeighbourScope } from '../scope.ts';
import {
  createSecret,
  deleteSecret,
  describeSecret,
  getSecretValue,
  listSecrets,
  putSecretValue,
  restoreSecret,
  updateSecret,
} from './operations.ts';

/** AWS Secrets Manager. */
export const secretsService: Service<NeighbourScope> = {
  name: 'secretsmanager',
  operations: {
    CreateSecret: createSecret,
    DeleteSecret: deleteSecret,
    DescribeSecret: describeSecret,
    GetSecretValue: getSecretValue,
    ListSecrets: listSecrets,
    PutSecretValue: putSecretValue,
    RestoreSecret: restoreSecret,
    UpdateSecret: updateSecret,
  },
  missing: (member) =>
    new AwsError(
      'ValidationException',
      `1 validation error detected: Value null at '${member[0]!.toLowerCase()}${member.slice(1)}' failed to satisfy constraint: Member must not be null`,
    ),
};
