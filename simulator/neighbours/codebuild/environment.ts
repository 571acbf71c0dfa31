import type { RegionScope } from '../../region.ts';
import type { Fault } from './source.ts';
import type { Build, BuildSpec } from './state.ts';

/** The variables that CodeBuild gives each build (https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html). */
function ownVariables(build: Build, folder: string, version: string, { region }: RegionScope) {
  return {
    AWS_DEFAULT_REGION: region,
    AWS_REGION: region,
    CODEBUILD_BUILD_ARN: build.arn,
    CODEBUILD_BUILD_ID: build.id,
    CODEBUILD_BUILD_IMAGE: build.image,
    CODEBUILD_BUILD_NUMBER: String(build.number),
    CODEBUILD_BUILD_SUCCEEDING: '1',
    CODEBUILD_INITIATOR: build.initiator,
    CODEBUILD_LOG_PATH: build.id.slice(build.id.indexOf(':') + 1),
    CODEBUILD_RESOLVED_SOURCE_VERSION: version,
    CODEBUILD_SOURCE_VERSION: build.sourceVersion ?? version,
    CODEBUILD_SRC_DIR: folder,
    CODEBUILD_START_TIME: String(build.startedAt),
    HOME: '/root',
  };
}

/**
 * The variables of a build: those of the buildspec, over them those of the project and the request, secrets and parameters
 * fetched in the name of the service role.
 */
export function environmentOf(
  build: Build,
  spec: BuildSpec,
  { folder, version, principal }: { folder: string; version: string; principal: string },
  scope: RegionScope,
): Record<string, string> | Fault {
  const env: Record<string, string> = {
    ...spec.variables,
    ...ownVariables(build, folder, version, scope),
  };
  const asked: [variable: string, type: string, value: string][] = [
    ...Object.entries(spec.parameters).map(([name, value]): [string, string, string] => [
      name,
      'PARAMETER_STORE',
      value,
    ]),
    ...Object.entries(spec.secrets).map(([name, value]): [string, string, string] => [
      name,
      'SECRETS_MANAGER',
      value,
    ]),
    ...build.variables.map(({ name = '', type = 'PLAINTEXT', value = '' }): [string, string, string] => [
      name,
      type,
      value,
    ]),
  ];
  for (const [name, type, value] of asked) {
    if (type === 'PLAINTEXT') env[name] = value;
    else {
      const found = fetch(type, value, principal, scope);
      if (typeof found === 'object') return found;
      env[name] = found;
    }
  }
  return env;
}

function fetch(type: string, value: string, principal: string, scope: RegionScope): string | Fault {
  const parameter = type === 'PARAMETER_STORE';
  // `secret-id:json-key`; an ARN has colons of its own.
  const [, id = value, key] = /^(arn:(?:[^:]*:){5}[^:]*:[^:]*|[^:]*)(?::([^:]*))?/.exec(value) ?? [];
  const call = parameter
    ? { service: 'ssm', operation: 'GetParameter', input: { Name: value, WithDecryption: true } }
    : { service: 'secretsmanager', operation: 'GetSecretValue', input: { SecretId: id } };
  const reply = scope.send({ ...call, principal });
  const kind = parameter ? 'Parameter Store' : 'Secrets Manager';
  if (!reply.ok)
    return {
      statusCode: parameter ? 'PARAMETER_STORE_ERROR' : 'Secrets Manager Error Message',
      message: `Error while retrieving ${kind} value ${value}: ${reply.error.code}: ${reply.error.message}`,
    };
  if (parameter) return (reply.output as { Parameter: { Value: string } }).Parameter.Value;
  const text = (reply.output as { SecretString?: string }).SecretString ?? '';
  if (!key) return text;
  try {
    return String((JSON.parse(text) as Record<string, unknown>)[key] ?? '');
  } catch {
    return text;
  }
}
