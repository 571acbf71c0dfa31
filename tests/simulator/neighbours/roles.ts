import type { Hands } from '../cloud.ts';

/** Makes a role that a service may take on, with one policy; answers with its ARN. */
export function roleFor(one: Hands, name: string, service: string, ...actions: string[]): string {
  const document = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  one.ask('iam', 'CreateRole', {
    RoleName: name,
    AssumeRolePolicyDocument: document({
      Effect: 'Allow',
      Principal: { Service: service },
      Action: 'sts:AssumeRole',
    }),
  });
  if (actions.length > 0)
    one.ask('iam', 'PutRolePolicy', {
      RoleName: name,
      PolicyName: 'what-it-may',
      PolicyDocument: document({ Effect: 'Allow', Action: actions, Resource: '*' }),
    });
  return `arn:aws:iam::123456789012:role/${name}`;
}
