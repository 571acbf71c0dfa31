import type { Operation } from '../../api/service.ts';
import { AwsError } from '../../api/errors.ts';
import { awsPolicies } from '../managed/index.ts';
import {
  checkName,
  encoded,
  groupOf,
  noSuchEntity,
  pageOf,
  readIdentityPolicy,
  roleOf,
  userOf,
  type IamScope,
} from '../scope.ts';
import type { Identity } from '../state.ts';
import { policyOf } from './policies.ts';

/** Managed policies that can be attached to one identity (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html). */
const mostAttached = 10;
/** Characters of all inline policies together, spaces not counted. */
const longestInline = { user: 2048, group: 5120, role: 10_240 } as const;

type Kind = keyof typeof longestInline;

interface Input {
  UserName?: string;
  GroupName?: string;
  RoleName?: string;
  PolicyName?: string;
  PolicyArn?: string;
  PolicyDocument?: string;
  PathPrefix?: string;
  Marker?: string;
  MaxItems?: number;
}

/** How each kind of identity is named in a request, and found. */
const identities: Readonly<
  Record<
    Kind,
    {
      member: 'UserName' | 'GroupName' | 'RoleName';
      find(name: string | undefined, scope: IamScope): Identity;
    }
  >
> = {
  user: { member: 'UserName', find: userOf },
  group: { member: 'GroupName', find: groupOf },
  role: { member: 'RoleName', find: roleOf },
};

/** The operations that put managed and inline policies on users, groups and roles: the same for each kind. */
export const identityPolicyOperations: Readonly<Record<string, Operation<IamScope>>> = Object.assign(
  {},
  operationsFor('user'),
  operationsFor('group'),
  operationsFor('role'),
);

function operationsFor(kind: Kind): Record<string, Operation<IamScope>> {
  const { member, find } = identities[kind];
  const Kind = `${kind[0]!.toUpperCase()}${kind.slice(1)}`;
  const identityIn = (input: Input, scope: IamScope) => find(input[member], scope);
  const inlineOf = (identity: Identity, name: string | undefined): string => {
    const document = identity.inline.get(name ?? '');
    if (document !== undefined) return document;
    throw noSuchEntity(`The ${kind} policy with name ${name} cannot be found.`);
  };
  return {
    [`Attach${Kind}Policy`](input: Input, scope: IamScope) {
      const { attached } = identityIn(input, scope);
      const arn = input.PolicyArn ?? '';
      if (!awsPolicies.has(arn) && !scope.iam.policies.has(arn))
        throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
      if (attached.size >= mostAttached && !attached.has(arn))
        throw new AwsError('LimitExceeded', `Cannot exceed quota for PoliciesPer${Kind}: ${mostAttached}`);
      attached.add(arn);
    },
    [`Detach${Kind}Policy`](input: Input, scope: IamScope) {
      if (!identityIn(input, scope).attached.delete(input.PolicyArn ?? ''))
        throw noSuchEntity(`Policy ${input.PolicyArn} was not found.`);
    },
    [`ListAttached${Kind}Policies`](input: Input, scope: IamScope) {
      const { attached } = identityIn(input, scope);
      const all = [...attached]
        .map((arn) => policyOf(arn, scope))
        .filter(({ path }) => path.startsWith(input.PathPrefix ?? '/'));
      const { items, rest } = pageOf(all, input);
      return {
        AttachedPolicies: items.map(({ name, arn }) => ({ PolicyName: name, PolicyArn: arn })),
        ...rest,
      };
    },
    [`Put${Kind}Policy`](input: Input, scope: IamScope) {
      const { inline } = identityIn(input, scope);
      const { PolicyName = '', PolicyDocument = '' } = input;
      checkName('policyName', PolicyName, 128);
      readIdentityPolicy(PolicyDocument);
      const others = [...inline].filter(([name]) => name !== PolicyName).map(([, document]) => document);
      const size = [...others, PolicyDocument].join('').replace(/\s/g, '').length;
      if (size > longestInline[kind]) {
        throw new AwsError(
          'LimitExceeded',
          `Maximum policy size of ${longestInline[kind]} bytes exceeded for ${kind} ${input[member]}`,
        );
      }
      inline.set(PolicyName, PolicyDocument);
    },
    [`Get${Kind}Policy`](input: Input, scope: IamScope) {
      const identity = identityIn(input, scope);
      const document = inlineOf(identity, input.PolicyName);
      return {
        [member]: identity.name,
        PolicyName: input.PolicyName,
        PolicyDocument: encoded(document),
      };
    },
    [`Delete${Kind}Policy`](input: Input, scope: IamScope) {
      const identity = identityIn(input, scope);
      inlineOf(identity, input.PolicyName);
      identity.inline.delete(input.PolicyName!);
    },
    [`List${Kind}Policies`](input: Input, scope: IamScope) {
      const { items, rest } = pageOf([...identityIn(input, scope).inline.keys()], input);
      return { PolicyNames: items, ...rest };
    },
    ...(kind === 'group'
      ? {}
      : {
          [`Put${Kind}PermissionsBoundary`](
            input: Input & { PermissionsBoundary?: string },
            scope: IamScope,
          ) {
            const identity = identityIn(input, scope);
            identity.boundary = policyOf(input.PermissionsBoundary, scope).arn;
          },
          [`Delete${Kind}PermissionsBoundary`](input: Input, scope: IamScope) {
            const identity = identityIn(input, scope);
            if (identity.boundary === undefined)
              throw noSuchEntity(`The ${kind} ${identity.name} has no permissions boundary.`);
            delete identity.boundary;
          },
        }),
  };
}
