/** Log drivers, awslogs and FireLens. */
import { documentation } from '../documentation.ts';
import { topic, type Rule } from '../rule.ts';

const container = '/containerDefinitions/0';
const fargateDrivers = ['awslogs', 'splunk', 'awsfirelens'];
const drivers = ['json-file', 'syslog', 'journald', 'gelf', 'fluentd', ...fargateDrivers];
const driverMessage = '{driver} is not a valid log driver. Must be one of [{drivers}]';
const s3Object = /^arn:aws[\w-]*:s3:::[^/]+\/.+$/;

export const logs: Rule[] = topic(documentation.logs, [
  {
    id: 'ENUM-LOGDRIVER',
    documentation: documentation.logConfiguration,
    condition: 'a log driver that Amazon ECS does not know',
    message: driverMessage,
    *check({ fargate, containers }) {
      for (const { definition, at } of containers) {
        const driver = definition.logConfiguration?.logDriver as string | undefined;
        if (driver === undefined || drivers.includes(driver)) continue;
        const allowed = fargate ? fargateDrivers : drivers;
        yield { at: `${at}/logConfiguration/logDriver`, values: { driver, drivers: allowed.join(',') } };
      }
    },
    example: {
      base: 'fargate',
      change: { [`${container}/logConfiguration/logDriver`]: 'awsvpc' },
      at: `${container}/logConfiguration/logDriver`,
      says: 'awsvpc is not a valid log driver. Must be one of [awslogs,splunk,awsfirelens]',
    },
  },
  {
    id: 'FG-LOGDRIVER',
    documentation: documentation.logConfiguration,
    condition: 'FARGATE with json-file, syslog, journald, gelf or fluentd',
    message: driverMessage,
    *check({ fargate, containers }) {
      if (!fargate) return;
      for (const { definition, at } of containers) {
        const driver = definition.logConfiguration?.logDriver;
        if (driver === undefined || fargateDrivers.includes(driver) || !drivers.includes(driver)) continue;
        yield {
          at: `${at}/logConfiguration/logDriver`,
          values: { driver, drivers: fargateDrivers.join(',') },
        };
      }
    },
    example: {
      base: 'fargate',
      change: { [`${container}/logConfiguration`]: { logDriver: 'json-file' } },
      at: `${container}/logConfiguration/logDriver`,
      says: 'json-file is not a valid log driver. Must be one of [awslogs,splunk,awsfirelens]',
    },
  },
  {
    id: 'AWSLOGS-OPTIONS',
    condition: 'awslogs without its region or group',
    message: 'Log driver awslogs requires options: {options}',
    *check({ containers }) {
      for (const { definition, at } of containers) {
        const { logDriver, options } = definition.logConfiguration ?? {};
        if (logDriver !== 'awslogs') continue;
        const absent = ['awslogs-region', 'awslogs-group'].filter((option) => !options?.[option]);
        if (absent.length === 0) continue;
        yield {
          at: `${at}/logConfiguration${options ? '/options' : ''}`,
          values: { options: absent.join(', ') },
          missing: `${at}/logConfiguration/options`,
        };
      }
    },
    example: {
      base: 'fargate',
      change: { [`${container}/logConfiguration/options`]: { 'awslogs-stream-prefix': 'web' } },
      at: `${container}/logConfiguration/options`,
      says: 'Log driver awslogs requires options: awslogs-region, awslogs-group',
    },
  },
  {
    id: 'FG-AWSLOGS-PREFIX',
    condition: 'FARGATE and awslogs without a stream prefix',
    message:
      'Fargate requires log configuration options to include awslogs-stream-prefix to support log driver awslogs.',
    *check({ fargate, containers }) {
      if (!fargate) return;
      for (const { definition, at } of containers) {
        const { logDriver, options } = definition.logConfiguration ?? {};
        if (logDriver !== 'awslogs' || options?.['awslogs-stream-prefix']) continue;
        yield {
          at: `${at}/logConfiguration${options ? '/options' : ''}`,
          missing: `${at}/logConfiguration/options`,
        };
      }
    },
    fix: 'Add the option "awslogs-stream-prefix".',
    example: {
      base: 'fargate',
      change: { [`${container}/logConfiguration/options/awslogs-stream-prefix`]: undefined },
      at: `${container}/logConfiguration/options`,
      says: 'Fargate requires log configuration options to include awslogs-stream-prefix to support log driver awslogs.',
    },
  },
]);

export const firelens: Rule[] = topic(documentation.firelens, [
  {
    id: 'FIRELENS-MULTI',
    wording: 'paraphrase',
    unverified: true,
    condition: 'two containers with a FireLens configuration',
    message: 'A firelensConfiguration object can be configured in one of the containers only.',
    *check({ containers }) {
      const routers = containers.filter(({ definition }) => definition.firelensConfiguration);
      for (const { at } of routers.slice(1)) yield { at: `${at}/firelensConfiguration` };
    },
    example: {
      base: 'fargate',
      change: {
        [`${container}/logConfiguration`]: { logDriver: 'awsfirelens' },
        [`${container}/firelensConfiguration`]: { type: 'fluentbit' },
        '/containerDefinitions/1/firelensConfiguration': { type: 'fluentbit' },
      },
      at: '/containerDefinitions/1/firelensConfiguration',
      says: 'A firelensConfiguration object can be configured in one of the containers only.',
    },
  },
  {
    id: 'FIRELENS-ROUTER-MISSING',
    condition: 'the log driver awsfirelens and no container with a FireLens configuration',
    message:
      'When awsfirelens log driver is specified in log configuration, a firelens configuration object must be configured in one of the containers.',
    *check({ containers, malformed }) {
      if (
        containers.some(
          ({ definition, at }) =>
            definition.firelensConfiguration || malformed.has(`${at}/firelensConfiguration`),
        )
      )
        return;
      for (const { definition, at } of containers) {
        if (definition.logConfiguration?.logDriver === 'awsfirelens')
          yield { at: `${at}/logConfiguration/logDriver` };
      }
    },
    fix: 'Add a log router container with a "firelensConfiguration".',
    example: {
      base: 'fargate',
      change: { [`${container}/logConfiguration`]: { logDriver: 'awsfirelens' } },
      at: `${container}/logConfiguration/logDriver`,
      says: 'When awsfirelens log driver is specified in log configuration, a firelens configuration object must be configured in one of the containers.',
    },
  },
  {
    id: 'FIRELENS-UNUSED',
    condition: 'a FireLens configuration and no container with the log driver awsfirelens',
    message:
      'When a firelensConfiguration object is specified, at least one container has to be configured with the awsfirelens log driver.',
    *check({ containers, malformed }) {
      const used = ({ definition, at }: (typeof containers)[number]) =>
        definition.logConfiguration?.logDriver === 'awsfirelens' ||
        malformed.has(`${at}/logConfiguration`) ||
        malformed.has(`${at}/logConfiguration/logDriver`);
      if (containers.some(used)) return;
      for (const { definition, at } of containers) {
        if (definition.firelensConfiguration) yield { at: `${at}/firelensConfiguration` };
      }
    },
    example: {
      base: 'fargate',
      change: { '/containerDefinitions/1/firelensConfiguration': { type: 'fluentbit' } },
      at: '/containerDefinitions/1/firelensConfiguration',
      says: 'When a firelensConfiguration object is specified, at least one container has to be configured with the awsfirelens log driver.',
    },
  },
  {
    id: 'FG-FIRELENS-S3',
    condition: 'FARGATE with a FireLens configuration file in S3',
    message: "Fargate launch type does not support FirelensConfiguration config file from 's3'",
    *check({ fargate, containers }) {
      if (!fargate) return;
      for (const { definition, at } of containers) {
        if (definition.firelensConfiguration?.options?.['config-file-type'] === 's3')
          yield { at: `${at}/firelensConfiguration/options` };
      }
    },
    fix: 'Put the file into the image and use config-file-type "file".',
    example: {
      base: 'fargate',
      change: {
        [`${container}/logConfiguration`]: { logDriver: 'awsfirelens' },
        '/containerDefinitions/1/firelensConfiguration': {
          type: 'fluentbit',
          options: { 'config-file-type': 's3', 'config-file-value': 'arn:aws:s3:::shop-config/fluent.conf' },
        },
      },
      at: '/containerDefinitions/1/firelensConfiguration/options',
      says: "Fargate launch type does not support FirelensConfiguration config file from 's3'",
    },
  },
  {
    id: 'FIRELENS-S3-ARN',
    condition: 'outside Fargate, a FireLens configuration file in S3 that is not the ARN of an object',
    message: 'Invalid arn syntax.',
    *check({ fargate, containers }) {
      if (fargate) return;
      for (const { definition, at } of containers) {
        const options = definition.firelensConfiguration?.options;
        if (options?.['config-file-type'] !== 's3' || s3Object.test(options['config-file-value'] ?? ''))
          continue;
        const place = `${at}/firelensConfiguration/options`;
        yield { at: options['config-file-value'] === undefined ? place : `${place}/config-file-value` };
      }
    },
    example: {
      base: 'ec2',
      change: {
        [`${container}/logConfiguration`]: { logDriver: 'awsfirelens' },
        '/containerDefinitions/1/firelensConfiguration': {
          type: 'fluentbit',
          options: { 'config-file-type': 's3', 'config-file-value': 's3://shop-config/fluent.conf' },
        },
      },
      at: '/containerDefinitions/1/firelensConfiguration/options/config-file-value',
      says: 'Invalid arn syntax.',
    },
  },
]);
