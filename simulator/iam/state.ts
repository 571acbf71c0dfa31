/** IAM of one account. All moments are ms since 1970. */
export interface IamState {
  accountId: string;
  users: Map<string, User>;
  groups: Map<string, Group>;
  roles: Map<string, Role>;
  /** Customer managed policies by ARN. */
  policies: Map<string, ManagedPolicy>;
  /** By access key id. */
  accessKeys: Map<string, AccessKey>;
  /** Ids of the access keys that were deleted: they open nothing any longer. */
  deletedKeys: Set<string>;
  /** Temporary credentials by access key id. */
  sessions: Map<string, Session>;
}

/** What policies can be put on: a user, a group or a role. */
export interface Identity {
  name: string;
  path: string;
  arn: string;
  id: string;
  createdAt: number;
  /** Inline policies: name to document. */
  inline: Map<string, string>;
  /** ARNs of managed policies. */
  attached: Set<string>;
  /** ARN of the managed policy that bounds it. */
  boundary?: string;
  tags: Map<string, string>;
}

export interface User extends Identity {
  /** Names of its groups. */
  groups: Set<string>;
}

export type Group = Identity;

export interface Role extends Identity {
  /** Who may assume it. */
  trust: string;
  description?: string;
  /** Seconds. */
  maxSessionDuration: number;
}

export interface ManagedPolicy {
  name: string;
  path: string;
  arn: string;
  id: string;
  description?: string;
  createdAt: number;
  updatedAt: number;
  /** The newest last. */
  versions: { id: string; document: string; createdAt: number }[];
  defaultVersion: string;
  /** How many versions there ever were: ids are not given twice. */
  versionCount: number;
  tags: Map<string, string>;
}

export interface AccessKey {
  id: string;
  secret: string;
  userName: string;
  status: 'Active' | 'Inactive';
  createdAt: number;
}

export interface Session {
  /** ARN of the assumed role's session. */
  principal: string;
  secret: string;
  /** The session token. */
  token: string;
  expiresAt: number;
  /** Session policies: documents that narrow the role's permissions. */
  policies: string[];
}

export const administratorAccess = 'arn:aws:iam::aws:policy/AdministratorAccess';

/** The AWS documentation's example keys, which are the learner's own. */
export const exampleKeys = {
  id: 'AKIAIOSFODNN7EXAMPLE',
  secret: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
} as const;

/** An account without any users but its root. */
export function createIam(accountId: string): IamState {
  return {
    accountId,
    users: new Map(),
    groups: new Map(),
    roles: new Map(),
    policies: new Map(),
    accessKeys: new Map(),
    deletedKeys: new Set(),
    sessions: new Map(),
  };
}

/**
 * The learner's own account: a user who may do everything, and the role that the Amazon ECS console makes for tasks
 * (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html).
 */
export function createLearnersIam(accountId: string, createdAt: number): IamState {
  const iam = createIam(accountId);
  const identity = (kind: 'user' | 'role', name: string, id: string, policy: string): Identity => ({
    name,
    path: '/',
    arn: `arn:aws:iam::${accountId}:${kind}/${name}`,
    id,
    createdAt,
    inline: new Map(),
    attached: new Set([policy]),
    tags: new Map(),
  });
  iam.users.set('learner', {
    ...identity('user', 'learner', 'AIDACKCEVSQ6C2EXAMPLE', administratorAccess),
    groups: new Set(),
  });
  iam.accessKeys.set(exampleKeys.id, {
    ...exampleKeys,
    userName: 'learner',
    status: 'Active',
    createdAt,
  });
  iam.roles.set('ecsTaskExecutionRole', {
    ...identity(
      'role',
      'ecsTaskExecutionRole',
      'AROADBQP57FF2AEXAMPLE',
      'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy',
    ),
    trust: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'ecs-tasks.amazonaws.com' },
          Action: 'sts:AssumeRole',
        },
      ],
    }),
    maxSessionDuration: 3600,
  });
  return iam;
}
