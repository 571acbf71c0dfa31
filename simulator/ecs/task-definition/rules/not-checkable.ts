/** Refusals that the text alone does not show: they depend on the account, on the moment, or on a later call. */
export interface NotCheckable {
  id: string;
  condition: string;
  message: string;
  because: string;
}

export const notCheckable: readonly NotCheckable[] = [
  {
    id: 'PASSROLE',
    condition: 'the caller may not pass the role',
    message: 'User: {user} is not authorized to perform: iam:PassRole on resource: {role}',
    because: "it depends on the caller's IAM policies",
  },
  {
    id: 'FAMILY-RACE',
    condition: 'parallel registrations of one family',
    message: 'Too many concurrent attempts to create a new revision of the specified family.',
    because: 'it depends on other calls at the same moment',
  },
  {
    id: 'SECRET-XACCOUNT',
    condition: 'a parameter ARN of another account (answered before SECRETS-EXECROLE)',
    message:
      'The Systems Manager parameter ARN has a different account ID than the current account. The current account ID is {account} and the ARN account ID is {other}. Cross-account access for ARNs is not currently supported.',
    because: 'it depends on the account that registers',
  },
  {
    id: 'OLD-FG-SOURCEPATH',
    condition: 'FG-SOURCEPATH, as answered in 2018',
    message: 'host.sourcePath should not be set for volumes in Fargate.',
    because: 'the service words it otherwise today',
  },
  {
    id: 'OLD-FG-PLACEMENT',
    condition: 'FG-PLACEMENT, as answered earlier',
    message: 'Fargate does not support task placement constraints.',
    because: 'the service words it otherwise today',
  },
  {
    id: 'RUN-LAUNCHTYPE',
    condition: 'RunTask or UpdateService with FARGATE on a definition for EC2 only',
    message: 'Task definition does not support launch_type FARGATE.',
    because: 'it is answered to a later call',
  },
  {
    id: 'RUN-PLATFORM',
    condition: "a service's platform that does not fit the definition",
    message:
      'PlatformTaskDefinitionIncompatibilityException: One or more of the requested compatibilities are not supported.',
    because: 'it is answered to a later call',
  },
  {
    id: 'RUN-NETCONFIG',
    condition: 'a network configuration with a definition that is not awsvpc',
    message: 'Network Configuration is not valid for the given networkMode of this task definition.',
    because: 'it is answered to a later call',
  },
];
