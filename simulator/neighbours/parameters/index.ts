import { AwsError } from '../../api/errors.ts';
import type { Service } from '../../api/service.ts';
import type { NeighbourScope } from '../scope.ts';
import {
  deleteParameter,
  describeParameters,
  getParameter,
  getParameters,
  getParametersByPath,
  putParameter,
} from './operations.ts';

/** Parameter Store of AWS Systems Manager. */
export const parametersService: Service<NeighbourScope> = {
  name: 'ssm',
  operations: {
    DeleteParameter: deleteParameter,
    DescribeParameters: describeParameters,
    GetParameter: getParameter,
    GetParameters: getParameters,
    GetParametersByPath: getParametersByPath,
    PutParameter: putParameter,
  },
  missing: (member) =>
    new AwsError(
      'ValidationException',
      `1 validation error detected: Value null at '${member[0]!.toLowerCase()}${member.slice(1)}' failed to satisfy constraint: Member must not be null`,
    ),
};
