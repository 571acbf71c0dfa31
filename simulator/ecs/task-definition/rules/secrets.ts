/** Secrets, environment variables and environment files. */
import type { Secret } from '@aws-sdk/client-ecs';
import { each, type Context } from '../context.ts';
import { documentation } from '../documentation.ts';
import { topic, type Rule } from '../rule.ts';

const container = '/containerDefinitions/0';
const secret = `${container}/secrets/0`;
const account = '[a-z0-9-]+:\\d{12}';
const secretArn = new RegExp(
  `^arn:aws[a-z-]*:(ssm:${account}:parameter/[\\w.\\-/]+|secretsmanager:${account}:secret:[\\w/+=.@!-]+(:[^:]*){0,3})$`,
);
const parameterName = /^[\w.\-/]+$/;
const s3Object = /^arn:aws[\w-]*:s3:::[^/]+\/.+$/;

function* lists({ containers }: Context): Generator<[secrets: Secret[], at: string]> {
  for (const { definition, at } of containers) {
    if (definition.secrets?.length) yield [definition.secrets, `${at}/secrets`];
    const { secretOptions } = definition.logConfiguration ?? {};
    if (secretOptions?.length) yield [secretOptions, `${at}/logConfiguration/secretOptions`];
  }
}

function* secrets(task: Context): Generator<[secret: Secret, at: string]> {
  for (const [list, at] of lists(task)) yield* each(list, at);
}

export const secretRules: Rule[] = topic(documentation.secrets, [
  {
    id: 'SECRET-ARN',
    wording: 'paraphrase',
    condition: 'a secret whose ARN names neither a Systems Manager parameter nor a Secrets Manager secret',
    message: 'Invalid arn syntax.',
    *check(task) {
      for (const [{ valueFrom }, at] of secrets(task)) {
        if (valueFrom?.startsWith('arn:') && !secretArn.test(valueFrom)) yield { at: `${at}/valueFrom` };
      }
    },
    fix: 'Write the whole ARN, with the region and the 12 digits of the account.',
    example: {
      base: 'fargate',
      change: {
        [`${secret}/valueFrom`]: 'arn:aws:secretsmanager:eu-central-1:ACCOUNT_ID:secret:shop/database-AbCdEf',
      },
      at: `${secret}/valueFrom`,
      says: 'Invalid arn syntax.',
    },
  },
  {
    id: 'SECRET-SSM-NAME',
    condition: 'a secret that is neither an ARN nor the name of a Systems Manager parameter',
    message: 'The Systems Manager parameter name specified for secret {secret} is invalid.',
    *check(task) {
      for (const [{ name = '', valueFrom }, at] of secrets(task)) {
        if (valueFrom === undefined || valueFrom.startsWith('arn:') || parameterName.test(valueFrom))
          continue;
        yield { at: `${at}/valueFrom`, values: { secret: name } };
      }
    },
    fix: 'Give the ARN of the secret: a part of it needs the whole ARN too.',
    example: {
      base: 'fargate',
      change: { [`${secret}/valueFrom`]: 'shop/database:password::' },
      at: `${secret}/valueFrom`,
      says: 'The Systems Manager parameter name specified for secret DATABASE_URL is invalid.',
    },
  },
  {
    id: 'SECRETS-EXECROLE',
    condition: 'secrets without an execution role, whatever the launch type',
    message:
      "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'.",
    *check(task) {
      if (task.definition.executionRoleArn !== undefined) return;
      for (const [, at] of lists(task)) yield { at, missing: '/executionRoleArn' };
    },
    fix: 'Add "executionRoleArn".',
    example: {
      base: 'ec2',
      change: {
        '/executionRoleArn': undefined,
        [`${container}/secrets`]: [{ name: 'TOKEN', valueFrom: '/shop/token' }],
      },
      at: `${container}/secrets`,
      says: "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'.",
    },
  },
  {
    id: 'SECRET-DUP',
    condition: 'two secrets of a container with one name',
    message: 'Duplicate secret names found: {secret}. Each secret name must be unique.',
    *check({ containers }) {
      for (const { definition, at } of containers) {
        const seen = new Set<string>();
        for (const [{ name }, place] of each(definition.secrets, `${at}/secrets`)) {
          if (name === undefined) continue;
          if (seen.has(name)) yield { at: `${place}/name`, values: { secret: name } };
          seen.add(name);
        }
      }
    },
    example: {
      base: 'fargate',
      change: { [`${container}/secrets/1`]: { name: 'DATABASE_URL', valueFrom: '/shop/database' } },
      at: `${container}/secrets/1/name`,
      says: 'Duplicate secret names found: DATABASE_URL. Each secret name must be unique.',
    },
  },
  {
    id: 'SECRET-ENV-DUP',
    condition: 'one name among both the secrets and the environment of a container',
    message:
      "The secret name must be unique and not shared with any new or existing environment variables set on the container, such as '{secret}'.",
    *check({ containers }) {
      for (const { definition, at } of containers) {
        if (!definition.secrets?.length) continue;
        const variables = new Set([...each(definition.environment, '')].map(([{ name }]) => name));
        for (const [{ name }, place] of each(definition.secrets, `${at}/secrets`)) {
          if (name !== undefined && variables.has(name))
            yield { at: `${place}/name`, values: { secret: name } };
        }
      }
    },
    example: {
      base: 'fargate',
      change: { [`${secret}/name`]: 'LOG_LEVEL' },
      at: `${secret}/name`,
      says: "The secret name must be unique and not shared with any new or existing environment variables set on the container, such as 'LOG_LEVEL'.",
    },
  },
]);

export const environment: Rule[] = topic(documentation.environmentFiles, [
  {
    id: 'ENVFILE-MAX',
    condition: 'more than 10 environment files in a container',
    message: 'The maximum number of environment files was exceeded. Specify ten or less and try again.',
    *check({ containers }) {
      for (const { definition, at } of containers) {
        if ((definition.environmentFiles?.length ?? 0) > 10) yield { at: `${at}/environmentFiles` };
      }
    },
    example: {
      base: 'fargate',
      change: {
        [`${container}/environmentFiles`]: Array.from({ length: 11 }, (_, index) => ({
          type: 's3',
          value: `arn:aws:s3:::shop-config/web-${index}.env`,
        })),
      },
      at: `${container}/environmentFiles`,
      says: 'The maximum number of environment files was exceeded. Specify ten or less and try again.',
    },
  },
  {
    id: 'ENVFILE-ARN',
    condition: 'an environment file that is not the ARN of an object in S3',
    message: 'Invalid arn syntax.',
    *check({ containers }) {
      for (const { definition, at } of containers) {
        for (const [{ value }, place] of each(definition.environmentFiles, `${at}/environmentFiles`)) {
          if (value !== undefined && !s3Object.test(value)) yield { at: `${place}/value` };
        }
      }
    },
    example: {
      base: 'fargate',
      change: { [`${container}/environmentFiles`]: [{ type: 's3', value: 's3://shop-config/web.env' }] },
      at: `${container}/environmentFiles/0/value`,
      says: 'Invalid arn syntax.',
    },
  },
  {
    id: 'ENVFILE-EXT',
    wording: 'paraphrase',
    unverified: true,
    condition: 'an environment file whose name does not end in .env',
    message: "The environment file '{value}' must have the file extension '.env'.",
    *check({ containers }) {
      for (const { definition, at } of containers) {
        for (const [{ value = '' }, place] of each(definition.environmentFiles, `${at}/environmentFiles`)) {
          if (s3Object.test(value) && !value.endsWith('.env'))
            yield { at: `${place}/value`, values: { value } };
        }
      }
    },
    example: {
      base: 'fargate',
      change: {
        [`${container}/environmentFiles`]: [{ type: 's3', value: 'arn:aws:s3:::shop-config/web.txt' }],
      },
      at: `${container}/environmentFiles/0/value`,
      says: "The environment file 'arn:aws:s3:::shop-config/web.txt' must have the file extension '.env'.",
    },
  },
  {
    id: 'ENV-DUP',
    documentation: documentation.environment,
    level: 'advice',
    severity: 'warning',
    wording: 'paraphrase',
    condition: 'one environment variable given twice',
    message: "The environment variable '{name}' is given more than once. The last value counts.",
    *check({ containers }) {
      for (const { definition, at } of containers) {
        const seen = new Set<string>();
        for (const [{ name }, place] of each(definition.environment, `${at}/environment`)) {
          if (name === undefined) continue;
          if (seen.has(name)) yield { at: `${place}/name`, values: { name } };
          seen.add(name);
        }
      }
    },
    example: {
      base: 'fargate',
      change: { [`${container}/environment/1`]: { name: 'LOG_LEVEL', value: 'debug' } },
      at: `${container}/environment/1/name`,
      says: "The environment variable 'LOG_LEVEL' is given more than once. The last value counts.",
    },
  },
]);
