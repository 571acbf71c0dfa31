/** Task role and execution role, and what needs one. */
import { documentation } from '../documentation.ts';
import { topic, type Rule } from '../rule.ts';

const role = /^(arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+|[\w+=,.@-]{1,64})$/;
const privateEcrImage = /^\d{12}\.dkr[.-]ecr[a-z0-9.-]*\.(amazonaws\.com(\.cn)?|on\.aws)\//;
const members = ['taskRoleArn', 'executionRoleArn'] as const;
const container = '/containerDefinitions/0';

export const roles: Rule[] = topic(documentation.taskRole, [
  {
    id: 'ROLE-EMPTY',
    unverified: true,
    condition: 'an empty task or execution role (accepted until 2024)',
    message: 'Role is not valid',
    *check({ definition }) {
      for (const member of members) if (definition[member] === '') yield { at: `/${member}` };
    },
    fix: 'Leave the role out.',
    example: { base: 'ec2', change: { '/taskRoleArn': '' }, at: '/taskRoleArn', says: 'Role is not valid' },
  },
  {
    id: 'ROLE-INVALID',
    condition: 'a task or execution role that is neither a role name nor the ARN of a role',
    message: 'Role is not valid',
    *check({ definition }) {
      for (const member of members) {
        const value = definition[member];
        if (value && !role.test(value)) yield { at: `/${member}` };
      }
    },
    fix: 'Write the ARN of a role: arn:aws:iam::<12 digits>:role/<name>.',
    example: {
      base: 'fargate',
      change: { '/taskRoleArn': 'arn:aws:iam::ACCOUNT_ID:role/shopTaskRole' },
      at: '/taskRoleArn',
      says: 'Role is not valid',
    },
  },
]);

export const executionRole: Rule[] = topic(documentation.executionRole, [
  {
    id: 'FG-EXECROLE-ECR',
    condition: 'FARGATE and a private ECR image without an execution role',
    message: 'Fargate requires task definition to have execution role ARN to support ECR images.',
    *check({ fargate, definition: { executionRoleArn }, containers }) {
      if (!fargate || executionRoleArn !== undefined) return;
      for (const { definition, at } of containers) {
        if (privateEcrImage.test(definition.image ?? ''))
          yield { at: `${at}/image`, missing: '/executionRoleArn' };
      }
    },
    fix: 'Add "executionRoleArn".',
    example: {
      base: 'fargate',
      change: {
        '/executionRoleArn': undefined,
        [`${container}/secrets`]: undefined,
        [`${container}/logConfiguration`]: undefined,
        '/containerDefinitions/1/logConfiguration': undefined,
      },
      at: `${container}/image`,
      says: 'Fargate requires task definition to have execution role ARN to support ECR images.',
    },
  },
  {
    id: 'FG-EXECROLE-LOGS',
    condition: 'FARGATE and the log driver awslogs without an execution role',
    message: 'Fargate requires task definition to have execution role ARN to support log driver awslogs.',
    *check({ fargate, definition: { executionRoleArn }, containers }) {
      if (!fargate || executionRoleArn !== undefined) return;
      for (const { definition, at } of containers) {
        if (definition.logConfiguration?.logDriver !== 'awslogs') continue;
        yield { at: `${at}/logConfiguration`, missing: '/executionRoleArn' };
      }
    },
    fix: 'Add "executionRoleArn".',
    example: {
      base: 'fargate',
      change: {
        '/executionRoleArn': undefined,
        [`${container}/secrets`]: undefined,
        [`${container}/image`]: 'nginx:1.29',
        '/containerDefinitions/1/logConfiguration': undefined,
      },
      at: `${container}/logConfiguration`,
      says: 'Fargate requires task definition to have execution role ARN to support log driver awslogs.',
    },
  },
  {
    id: 'REPOCRED-EXECROLE',
    wording: 'paraphrase',
    unverified: true,
    condition: 'FARGATE and repositoryCredentials without an execution role',
    message: 'Fargate requires task definition to have execution role ARN to support repository credentials.',
    *check({ fargate, definition: { executionRoleArn }, containers }) {
      if (!fargate || executionRoleArn !== undefined) return;
      for (const { definition, at } of containers) {
        if (definition.repositoryCredentials)
          yield { at: `${at}/repositoryCredentials`, missing: '/executionRoleArn' };
      }
    },
    fix: 'Add "executionRoleArn".',
    example: {
      base: 'fargate',
      change: {
        '/executionRoleArn': undefined,
        [`${container}/secrets`]: undefined,
        [`${container}/logConfiguration`]: undefined,
        '/containerDefinitions/1/logConfiguration': undefined,
        [`${container}/image`]: 'registry.example.com/shop/web:1.4.2',
        [`${container}/repositoryCredentials`]: {
          credentialsParameter: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:registry-AbCdEf',
        },
      },
      at: `${container}/repositoryCredentials`,
      says: 'Fargate requires task definition to have execution role ARN to support repository credentials.',
    },
  },
]);
