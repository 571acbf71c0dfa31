import { expect, test } from 'vitest';
import { authorizeAmong, authorizeRegistry } from '../../../simulator/ecr/tokens.ts';
import { hands, type Hands } from '../cloud.ts';

const hours = 3_600_000;
const passwordOf = (one: Hands, region = 'us-east-1') =>
  atob(one.ask('ecr', 'GetAuthorizationToken', {}, { region }).authorizationData[0].authorizationToken).slice(
    'AWS:'.length,
  );
const authorize = (one: Hands, region: string, password?: string) =>
  authorizeRegistry(
    one.cloud.state.regions.get(region)!.ecr,
    { accountId: '123456789012', region },
    password,
  );

test('the answer names the registry and the moment 12 hours from now', () => {
  const one = hands();
  const { authorizationData } = one.ask('ecr', 'GetAuthorizationToken');
  expect(authorizationData).toEqual([
    {
      authorizationToken: expect.any(String),
      expiresAt: (one.cloud.startsAt + 12 * hours) / 1000,
      proxyEndpoint: 'https://123456789012.dkr.ecr.us-east-1.amazonaws.com',
    },
  ]);
  expect(atob(authorizationData[0].authorizationToken)).toMatch(/^AWS:[A-Za-z0-9+/=]+$/);
});

test('a token opens its registry up to the last millisecond of its 12 hours, and not after', () => {
  const one = hands();
  const password = passwordOf(one);
  one.wind(12 * hours - 1);
  expect(authorize(one, 'us-east-1', password)).toEqual({
    ok: true,
    principal: 'arn:aws:iam::123456789012:user/learner',
    accountId: '123456789012',
    region: 'us-east-1',
  });
  one.wind(1);
  expect(authorize(one, 'us-east-1', password)).toEqual({
    ok: false,
    status: 403,
    message: 'Your authorization token has expired. Reauthenticate and try again.',
  });
});

test('a token of one Region does not open another', () => {
  const one = hands();
  const password = passwordOf(one);
  passwordOf(one, 'eu-west-1');
  expect(authorize(one, 'eu-west-1', password)).toMatchObject({ ok: false, status: 400 });
});

test('no password, or one that is no token, is refused', () => {
  const one = hands();
  expect(authorize(one, 'us-east-1')).toEqual({
    ok: false,
    status: 401,
    message: 'no basic auth credentials',
  });
  expect(authorize(one, 'us-east-1', 'hunter2')).toMatchObject({ ok: false, status: 400 });
});

test('a token opens the registries of other accounts in its own Region', () => {
  const one = hands();
  const password = passwordOf(one);
  const neighbour = { principal: 'arn:aws:iam::210987654321:user/neighbour' };
  one.ask('ecr', 'DescribeRegistry', {}, neighbour);
  const { regions } = one.cloud.state;
  const registries = [regions.get('210987654321/us-east-1')!.ecr, regions.get('us-east-1')!.ecr];
  const where = { accountId: '210987654321', region: 'us-east-1' };
  expect(authorizeAmong(registries, where, password)).toEqual({
    ok: true,
    principal: 'arn:aws:iam::123456789012:user/learner',
    ...where,
  });
  expect(authorizeAmong(registries, where, 'hunter2')).toMatchObject({ ok: false, status: 400 });
  expect(authorizeAmong(registries, where, undefined)).toMatchObject({ ok: false, status: 401 });
});
