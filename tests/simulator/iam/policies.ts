import type { Hands } from '../cloud.ts';

export const account = '123456789012';
export const userArn = (name: string) => `arn:aws:iam::${account}:user/${name}`;
export const repositoryArn = (name: string) => `arn:aws:ecr:us-east-1:${account}:repository/${name}`;

/** A policy document as text. */
export function policy(...statements: object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

export const allow = (actions: string | string[], resource: string | string[] = '*', more: object = {}) => ({
  Effect: 'Allow',
  Action: actions,
  Resource: resource,
  ...more,
});
export const deny = (actions: string | string[], resource: string | string[] = '*', more: object = {}) => ({
  ...allow(actions, resource, more),
  Effect: 'Deny',
});

/** A new user with these statements as an inline policy; what it calls with. */
export function userWith(one: Hands, name: string, ...statements: object[]): { principal: string } {
  one.ask('iam', 'CreateUser', { UserName: name });
  if (statements.length > 0)
    one.ask('iam', 'PutUserPolicy', {
      UserName: name,
      PolicyName: 'inline',
      PolicyDocument: policy(...statements),
    });
  return { principal: userArn(name) };
}
