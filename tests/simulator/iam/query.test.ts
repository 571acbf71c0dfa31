import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCall } from '../../../simulator/api/http.ts';
import type { Caller } from '../../../simulator/api/signer.ts';
import { createFetch } from '../../../simulator/api/fetch.ts';
import { defaultRegion, identifyKey, learner } from '../../../simulator/index.ts';
import { hands, type Hands } from '../cloud.ts';
import { policy, userArn, userWith } from './policies.ts';

const callerOf = ({ cloud }: Hands): Caller => ({
  region: defaultRegion,
  principal: learner,
  identify: (key) => identifyKey(cloud.state, key, cloud.startsAt + cloud.now),
});

/** Sends a form to the cloud; what comes back. */
async function post(one: Hands, form: Record<string, string>, key = 'AKIAIOSFODNN7EXAMPLE', token?: string) {
  const fetch = createFetch(
    (call) => one.cloud.apply({ type: 'call', at: one.cloud.now, call }),
    callerOf(one),
  );
  const response = await fetch(
    new Request('http://localhost/', {
      method: 'POST',
      body: new URLSearchParams(form),
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=${key}/20260105/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0`,
        ...(token === undefined ? {} : { 'x-amz-security-token': token }),
      },
    }),
  );
  return { status: response.status, type: response.headers.get('content-type'), body: await response.text() };
}

const iam = (Action: string, more: Record<string, string> = {}) => ({
  Action,
  Version: '2010-05-08',
  ...more,
});
const requestId = '00000000-0000-4000-8000-000000000000';

describe('the Query protocol', () => {
  test('answers in XML, in AWS’s own shape', async () => {
    const one = hands();
    const answer = await post(
      one,
      iam('CreateUser', {
        UserName: 'ann',
        'Tags.member.1.Key': 'a<b>&"c"',
        'Tags.member.1.Value': '1',
        'Tags.member.2.Key': 'team',
        'Tags.member.2.Value': 'blue',
      }),
    );
    const id = one.ask('iam', 'GetUser', { UserName: 'ann' }).User.UserId;
    expect(answer).toEqual({
      status: 200,
      type: 'text/xml',
      body: `<CreateUserResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><CreateUserResult><User><Path>/</Path><UserName>ann</UserName><UserId>${id}</UserId><Arn>arn:aws:iam::123456789012:user/ann</Arn><CreateDate>2026-01-05T09:00:00Z</CreateDate><Tags><member><Key>a&lt;b&gt;&amp;&quot;c&quot;</Key><Value>1</Value></member><member><Key>team</Key><Value>blue</Value></member></Tags></User></CreateUserResult><ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></CreateUserResponse>\n`,
    });
  });

  test('answers without a result where the operation has none', async () => {
    const one = hands();
    userWith(one, 'ann');
    expect((await post(one, iam('DeleteUser', { UserName: 'ann' }))).body).toBe(
      `<DeleteUserResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></DeleteUserResponse>\n`,
    );
  });

  test.each<[string, Record<string, string>, number, string, string]>([
    [
      'a user that is not there',
      { UserName: 'ann' },
      404,
      'NoSuchEntity',
      'The user with name ann cannot be found.',
    ],
    [
      'a number that is none',
      { MaxItems: 'many' },
      400,
      'SerializationException',
      'STRING_VALUE can not be converted to an Integer',
    ],
  ])('refuses %s', async (_, more, status, code, message) => {
    const action = 'MaxItems' in more ? 'ListUsers' : 'GetUser';
    expect(await post(hands(), iam(action, more))).toEqual({
      status,
      type: 'text/xml',
      body: `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>\n`,
    });
  });

  test('refuses an operation that there is not, and one that is not simulated', async () => {
    expect((await post(hands(), iam('MakeTea'))).body).toContain(
      '<Code>InvalidAction</Code><Message>Could not find operation MakeTea for version 2010-05-08</Message>',
    );
    expect((await post(hands(), iam('GetAccountSummary'))).body).toContain(
      '<Code>NotSimulatedException</Code>',
    );
  });

  test('any form is read as a call or refused', () => {
    const names = fc.oneof(
      fc.constantFrom(
        'Action',
        'Version',
        'UserName',
        'Tags.member.1.Key',
        'Tags.member.x',
        'Tags',
        '__proto__.a',
      ),
      fc.string(),
    );
    const values = fc.oneof(
      fc.constantFrom('CreateUser', 'ListUsers', '2010-05-08', '__proto__', 'constructor'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.dictionary(names, values), (form) => {
        const one = hands();
        const headers: Record<string, string> = { 'content-type': 'application/x-www-form-urlencoded' };
        const body = new URLSearchParams({ Action: 'CreateUser', Version: '2010-05-08', ...form }).toString();
        const read = readCall({ method: 'POST', header: (name) => headers[name], body }, callerOf(one));
        if ('call' in read)
          expect(one.cloud.apply({ type: 'call', at: 0, call: read.call })).toHaveProperty('ok');
        else expect(read.response.status).toBe(400);
      }),
      { numRuns: 300 },
    );
  });
});

describe('who signs', () => {
  const whoAmI = async (one: Hands, key: string, token?: string) =>
    (await post(one, { Action: 'GetCallerIdentity', Version: '2011-06-15' }, key, token)).body;
  const keyOf = (one: Hands, UserName: string): string =>
    one.ask('iam', 'CreateAccessKey', { UserName }).AccessKey.AccessKeyId;

  test('a key that nobody gave is the learner’s; a user’s key is the user’s', async () => {
    const one = hands();
    userWith(one, 'ann');
    expect(await whoAmI(one, 'test')).toContain(`<Arn>${learner}</Arn>`);
    expect(await whoAmI(one, keyOf(one, 'ann'))).toContain(`<Arn>${userArn('ann')}</Arn>`);
  });

  test('a key that is inactive or deleted opens nothing', async () => {
    const one = hands();
    userWith(one, 'ann');
    const AccessKeyId = keyOf(one, 'ann');
    one.ask('iam', 'UpdateAccessKey', { UserName: 'ann', AccessKeyId, Status: 'Inactive' });
    const invalid =
      '<Code>InvalidClientTokenId</Code><Message>The security token included in the request is invalid.</Message>';
    expect(await whoAmI(one, AccessKeyId)).toContain(invalid);
    one.ask('iam', 'UpdateAccessKey', { UserName: 'ann', AccessKeyId, Status: 'Active' });
    expect(await whoAmI(one, AccessKeyId)).toContain(userArn('ann'));
    one.ask('iam', 'DeleteAccessKey', { UserName: 'ann', AccessKeyId });
    expect(await whoAmI(one, AccessKeyId)).toContain(invalid);
  });

  test('a session’s key is the session’s, until it expires', async () => {
    const one = hands();
    one.ask('iam', 'CreateRole', {
      RoleName: 'builder',
      AssumeRolePolicyDocument: policy({
        Effect: 'Allow',
        Principal: { AWS: '123456789012' },
        Action: 'sts:AssumeRole',
      }),
    });
    const { Credentials } = one.ask('sts', 'AssumeRole', {
      RoleArn: 'arn:aws:iam::123456789012:role/builder',
      RoleSessionName: 'work',
      DurationSeconds: 900,
    });
    one.wind(899_999);
    expect(await whoAmI(one, Credentials.AccessKeyId, 'another')).toContain(
      '<Code>InvalidClientTokenId</Code>',
    );
    expect(await whoAmI(one, Credentials.AccessKeyId, Credentials.SessionToken)).toContain(
      'assumed-role/builder/work',
    );
    one.wind(1);
    expect(await whoAmI(one, Credentials.AccessKeyId, Credentials.SessionToken)).toContain(
      '<Code>ExpiredToken</Code>',
    );
  });

  test('services of the JSON protocol refuse such keys in their own words', async () => {
    const one = hands();
    userWith(one, 'ann');
    const AccessKeyId = keyOf(one, 'ann');
    one.ask('iam', 'DeleteAccessKey', { UserName: 'ann', AccessKeyId });
    const headers: Record<string, string> = {
      'x-amz-target': 'AmazonEC2ContainerServiceV20141113.ListClusters',
      authorization: `AWS4-HMAC-SHA256 Credential=${AccessKeyId}/20260105/us-east-1/ecs/aws4_request`,
    };
    const read = readCall({ method: 'POST', header: (name) => headers[name], body: '{}' }, callerOf(one));
    expect('response' in read && JSON.parse(String(read.response.body))).toEqual({
      __type: 'UnrecognizedClientException',
      message: 'The security token included in the request is invalid.',
    });
  });
});
