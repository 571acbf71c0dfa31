import type { CustomCommand } from './custom-command.ts';
import { ecsDeploy } from './ecs-deploy.ts';
import { AwsCliError, usageError } from './errors.ts';
import { executeCommand } from './execute-command.ts';
import { logsTail } from './logs-tail.ts';
import { operationsOf } from './operation.ts';

function unknownOptions(args: readonly string[]): AwsCliError {
  return new AwsCliError(`Unknown options: ${args.join(',')}`, 252);
}

/**
 * `ecr get-login-password`: the password half of an authorization token (awscli, customizations/ecr.py). The public
 * gallery's answer is one token, the private registry's a list.
 */
const getLoginPassword =
  (service: 'ecr' | 'ecr-public'): CustomCommand =>
  (args, client) => {
    if (args.length > 0) throw unknownOptions(args);
    const { authorizationData } = client.call(operationsOf(service).get('get-authorization-token')!, {}) as {
      authorizationData: { authorizationToken: string }[] | { authorizationToken: string };
    };
    const { authorizationToken } = Array.isArray(authorizationData)
      ? authorizationData[0]!
      : authorizationData;
    return `${atob(authorizationToken).split(':')[1]}\n`;
  };

/** `ecr get-login`, which AWS CLI v2 left out: prints the `docker login` to run (AWS CLI v1, customizations/ecr.py). */
const getLogin: CustomCommand = (args, client) => {
  let email = true;
  const registryIds: string[] = [];
  for (let index = 0; index < args.length; index++) {
    if (args[index] === '--no-include-email') email = false;
    else if (args[index] === '--include-email') email = true;
    else if (args[index] === '--registry-ids') {
      while (index + 1 < args.length && !args[index + 1]!.startsWith('--')) registryIds.push(args[++index]!);
      if (registryIds.length === 0)
        throw usageError('argument --registry-ids: expected at least one argument');
    } else throw unknownOptions([args[index]!]);
  }
  const { authorizationData } = client.call(
    operationsOf('ecr').get('get-authorization-token')!,
    registryIds.length ? { registryIds } : {},
  ) as {
    authorizationData: { authorizationToken: string; proxyEndpoint: string }[];
  };
  return authorizationData
    .map(({ authorizationToken, proxyEndpoint }) => {
      const [user, password] = atob(authorizationToken).split(':');
      return `docker login -u ${user} -p ${password} ${email ? '-e none ' : ''}${proxyEndpoint}\n`;
    })
    .join('');
};

/** By service and name. */
export const customCommands: Readonly<Record<string, Readonly<Record<string, CustomCommand>>>> = {
  ecr: { 'get-login': getLogin, 'get-login-password': getLoginPassword('ecr') },
  'ecr-public': { 'get-login-password': getLoginPassword('ecr-public') },
  ecs: {
    deploy: ecsDeploy,
    'execute-command': executeCommand,
  },
  logs: { tail: logsTail },
};
