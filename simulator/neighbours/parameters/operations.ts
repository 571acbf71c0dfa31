import type {
  DeleteParameterRequest,
  DescribeParametersRequest,
  DescribeParametersResult,
  GetParameterRequest,
  GetParameterResult,
  GetParametersByPathRequest,
  GetParametersByPathResult,
  GetParametersRequest,
  GetParametersResult,
  Parameter as ParameterShape,
  PutParameterRequest,
  PutParameterResult,
} from '@aws-sdk/client-ssm';
import { AwsError } from '../../api/errors.ts';
import { pageOf } from '../../api/pagination.ts';
import { epochSeconds, type Wire } from '../../api/wire.ts';
import { digestOf } from '../../ecr/digest.ts';
import type { NeighbourScope } from '../scope.ts';
import type { Parameter } from './state.ts';

function find(nameOrArn: string | undefined, { neighbours }: NeighbourScope): Parameter | undefined {
  const { parameters } = neighbours.parameters;
  const text = nameOrArn ?? '';
  if (!text.startsWith('arn:')) return parameters.get(text.replace(/:\d+$/, ''));
  return [...parameters.values()].find(({ arn }) => arn === text);
}

/** What stands for the ciphertext of a SecureString that is read without decryption. */
function sealed(value: string): string {
  return `AQICAH${digestOf(value).slice('sha256:'.length)}`;
}

function show(parameter: Parameter, decrypt: boolean | undefined): Wire<ParameterShape> {
  const { name, arn, type, value, version, modifiedAt } = parameter;
  return {
    Name: name,
    Type: type,
    Value: type === 'SecureString' && !decrypt ? sealed(value) : value,
    Version: version,
    LastModifiedDate: epochSeconds(modifiedAt),
    ARN: arn,
    DataType: 'text',
  };
}

/** PutParameter. @throws AwsError ParameterAlreadyExists, ValidationException */
export function putParameter(
  input: Wire<PutParameterRequest>,
  scope: NeighbourScope,
): Wire<PutParameterResult> {
  const { neighbours, context, region, accountId, principal } = scope;
  const name = input.Name ?? '';
  if (!/^[a-zA-Z0-9_./-]+$/.test(name)) {
    throw new AwsError(
      'ValidationException',
      'Parameter name: can\'t be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_',
    );
  }
  const known = neighbours.parameters.parameters.get(name);
  if (known && !input.Overwrite) {
    throw new AwsError(
      'ParameterAlreadyExists',
      'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    );
  }
  const type = input.Type ?? known?.type;
  if (type === undefined) {
    throw new AwsError('ValidationException', 'A parameter type is required when you create a parameter.');
  }
  const version = (known?.version ?? 0) + 1;
  neighbours.parameters.parameters.set(name, {
    name,
    arn: `arn:aws:ssm:${region}:${accountId}:parameter${name.startsWith('/') ? '' : '/'}${name}`,
    type: type as Parameter['type'],
    value: input.Value ?? '',
    ...(input.Description === undefined ? {} : { description: input.Description }),
    ...(type === 'SecureString' ? { keyId: input.KeyId ?? 'alias/aws/ssm' } : {}),
    version,
    modifiedAt: context.date,
    modifiedBy: principal,
  });
  return { Version: version, Tier: 'Standard' };
}

/** AWS sends no text with this exception. */
function notFound(): AwsError {
  return new AwsError('ParameterNotFound', '');
}

/** GetParameter. @throws AwsError ParameterNotFound */
export function getParameter(
  { Name, WithDecryption }: Wire<GetParameterRequest>,
  scope: NeighbourScope,
): Wire<GetParameterResult> {
  const found = find(Name, scope);
  if (!found) throw notFound();
  return { Parameter: show(found, WithDecryption) };
}

/** GetParameters: those that are there, and the names of those that are not. */
export function getParameters(
  { Names, WithDecryption }: Wire<GetParametersRequest>,
  scope: NeighbourScope,
): Wire<GetParametersResult> {
  const names = Names ?? [];
  return {
    Parameters: names.flatMap((name) => {
      const found = find(name, scope);
      return found ? [show(found, WithDecryption)] : [];
    }),
    InvalidParameters: names.filter((name) => !find(name, scope)),
  };
}

export function getParametersByPath(
  { Path = '/', Recursive, WithDecryption, MaxResults, NextToken }: Wire<GetParametersByPathRequest>,
  { neighbours }: NeighbourScope,
): Wire<GetParametersByPathResult> {
  const folder = Path.endsWith('/') ? Path : `${Path}/`;
  const all = [...neighbours.parameters.parameters.values()]
    .filter(
      ({ name }) =>
        name.startsWith(folder) && (Recursive === true || !name.slice(folder.length).includes('/')),
    )
    .sort((one, two) => (one.name < two.name ? -1 : 1));
  const { items, next } = pageOf(all, { nextToken: NextToken, maxResults: MaxResults }, 10);
  return {
    Parameters: items.map((parameter) => show(parameter, WithDecryption)),
    ...(next.nextToken === undefined ? {} : { NextToken: next.nextToken }),
  };
}

export function describeParameters(
  { ParameterFilters, MaxResults, NextToken }: Wire<DescribeParametersRequest>,
  { neighbours }: NeighbourScope,
): Wire<DescribeParametersResult> {
  const keeps = ({ name, type }: Parameter) =>
    (ParameterFilters ?? []).every(({ Key, Option, Values }) => {
      const value = Key === 'Type' ? type : name;
      return Values?.some((each) =>
        Option === 'BeginsWith'
          ? value.startsWith(each)
          : Option === 'Contains'
            ? value.includes(each)
            : value === each,
      );
    });
  const all = [...neighbours.parameters.parameters.values()].filter(keeps);
  const { items, next } = pageOf(all, { nextToken: NextToken, maxResults: MaxResults }, 10);
  return {
    Parameters: items.map(({ name, arn, type, description, keyId, version, modifiedAt, modifiedBy }) => ({
      Name: name,
      ARN: arn,
      Type: type,
      ...(keyId === undefined ? {} : { KeyId: keyId }),
      LastModifiedDate: epochSeconds(modifiedAt),
      LastModifiedUser: modifiedBy,
      ...(description === undefined ? {} : { Description: description }),
      Version: version,
      Tier: 'Standard' as const,
      Policies: [],
      DataType: 'text',
    })),
    ...(next.nextToken === undefined ? {} : { NextToken: next.nextToken }),
  };
}

/** DeleteParameter. @throws AwsError ParameterNotFound */
export function deleteParameter({ Name }: Wire<DeleteParameterRequest>, scope: NeighbourScope): void {
  const found = find(Name, scope);
  if (!found) throw notFound();
  scope.neighbours.parameters.parameters.delete(found.name);
}
