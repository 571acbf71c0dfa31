import { describe, expect, test } from 'vitest';
import { foldCloud } from '../../../../simulator/index.ts';
import { hands, type Hands } from '../../cloud.ts';
import { clientOf, ociManifest, passwordFor, pushBlob, pushImage } from './client.ts';

const hours = 3_600_000;
const other = { principal: 'arn:aws:iam::210987654321:user/visitor' };
const host = (account: string, region = 'us-east-1') => `${account}.dkr.ecr.${region}.amazonaws.com`;
const here = '123456789012';

function withRepository(repositoryName = 'web'): Hands {
  const one = hands();
  one.ask('ecr', 'CreateRepository', { repositoryName });
  return one;
}

describe('who is let in', () => {
  test('without a password: 401 with the realm of the registry, as plain text', () => {
    const client = clientOf(withRepository(), {}, host(here));
    const answer = client('GET', '/v2/', { password: null });
    expect([answer.status, answer.text, answer.headers]).toEqual([
      401,
      'Not Authorized\n',
      {
        'content-type': 'text/plain; charset=utf-8',
        'docker-distribution-api-version': 'registry/2.0',
        'www-authenticate':
          'Basic realm="https://123456789012.dkr.ecr.us-east-1.amazonaws.com/",service="ecr.amazonaws.com"',
      },
    ]);
  });

  test.each(['Bearer abc', 'Basic !!!', `Basic ${btoa('root:secret')}`, 'Basic'])(
    'with the header %s: 401',
    (authorization) => {
      const client = clientOf(withRepository());
      expect(client('GET', '/v2/', { password: null, headers: { authorization } }).status).toBe(401);
    },
  );

  test('with a password that is no token: 400', () => {
    const answer = clientOf(withRepository())('GET', '/v2/', { password: 'hunter2' });
    expect([answer.status, answer.json]).toEqual([
      400,
      { errors: [{ code: 'DENIED', message: 'Your Authorization Token is invalid.' }] },
    ]);
  });

  test('12 hours later: 403 with ECR’s text, at the millisecond', () => {
    const one = withRepository();
    const client = clientOf(one);
    one.wind(12 * hours - 1);
    expect(client('GET', '/v2/').status).toBe(200);
    one.wind(1);
    for (const [method, target] of [
      ['GET', '/v2/'],
      ['GET', '/v2/web/tags/list'],
      ['POST', '/v2/web/blobs/uploads/'],
    ] as const) {
      const answer = client(method, target);
      expect([answer.status, answer.json]).toEqual([
        403,
        {
          errors: [
            {
              code: 'DENIED',
              message: 'Your authorization token has expired. Reauthenticate and try again.',
            },
          ],
        },
      ]);
    }
  });

  test('a token opens the registries of its own Region only', () => {
    const one = withRepository();
    const client = clientOf(one, { region: 'eu-west-1' }, host(here, 'us-east-1'));
    expect(client('GET', '/v2/').status).toBe(400);
  });

  test('where no registry is named, the token’s own is meant', () => {
    const one = withRepository();
    one.ask('ecr', 'CreateRepository', { repositoryName: 'far' }, { region: 'eu-west-1' });
    const client = clientOf(one, { region: 'eu-west-1' });
    expect(client('GET', '/v2/far/tags/list').status).toBe(200);
    expect(client('GET', '/v2/web/tags/list').status).toBe(404);
  });
});

describe('ECR’s own words', () => {
  test('an immutable tag', () => {
    const one = hands();
    one.ask('ecr', 'CreateRepository', { repositoryName: 'web', imageTagMutability: 'IMMUTABLE' });
    const client = clientOf(one);
    pushImage(client, 'web', 'latest');
    const { manifest } = pushImage(client, 'web', '', 'another');
    const answer = client('PUT', '/v2/web/manifests/latest', {
      body: manifest,
      headers: { 'content-type': ociManifest },
    });
    expect([answer.status, answer.json]).toEqual([
      400,
      {
        errors: [
          {
            code: 'TAG_INVALID',
            message:
              "The image tag 'latest' already exists in the 'web' repository and cannot be overwritten because the tag is immutable.",
          },
        ],
      },
    ]);
  });

  test('a pull and a push that the principal may not do', () => {
    const one = withRepository();
    one.ask('iam', 'CreateUser', { UserName: 'reader' });
    one.ask('iam', 'AttachUserPolicy', {
      UserName: 'reader',
      PolicyArn: 'arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly',
    });
    pushImage(clientOf(one), 'web', 'v1');
    const client = clientOf(one, { principal: 'arn:aws:iam::123456789012:user/reader' });
    expect(client('GET', '/v2/web/manifests/v1').status).toBe(200);
    const answer = client('POST', '/v2/web/blobs/uploads/');
    expect([answer.status, answer.json]).toEqual([
      403,
      {
        errors: [
          {
            code: 'DENIED',
            message:
              'User: arn:aws:iam::123456789012:user/reader is not authorized to perform: ecr:InitiateLayerUpload on resource: arn:aws:ecr:us-east-1:123456789012:repository/web because no identity-based policy allows the ecr:InitiateLayerUpload action',
          },
        ],
      },
    ]);
  });

  test('the catalogue is DescribeRepositories, with its largest page', () => {
    const one = withRepository();
    for (const repositoryName of ['app', 'db']) one.ask('ecr', 'CreateRepository', { repositoryName });
    const client = clientOf(one);
    const first = client('GET', '/v2/_catalog?n=2');
    expect(first.json).toEqual({ repositories: ['web', 'app'] });
    const next = /^<([^>]+)>; rel="next"$/.exec(first.headers['link']!)![1]!;
    expect(client('GET', next).json).toEqual({ repositories: ['db'] });
    expect(client('GET', '/v2/_catalog?n=10000')).toMatchObject({
      status: 405,
      json: {
        errors: [
          {
            code: 'UNSUPPORTED',
            message:
              "Invalid parameter at 'maxResults' failed to satisfy constraint: 'Member must have value less than or equal to 1000'",
          },
        ],
      },
    });
  });
});

describe('another account', () => {
  test('sees neither images nor layers until the repository’s policy lets it', () => {
    const one = withRepository();
    const { digest, manifest } = pushImage(clientOf(one), 'web', 'v1', 'secret bytes');
    const layer = (JSON.parse(manifest) as { layers: { digest: string }[] }).layers[0]!.digest;
    const visitor = clientOf(one, other, host(here));
    const targets = ['manifests/v1', `manifests/${digest}`, `blobs/${layer}`, 'tags/list'];
    for (const target of targets) {
      const answer = visitor('GET', `/v2/web/${target}`);
      expect(answer.status).toBe(403);
      expect(answer.json.errors[0].message).toMatch(
        /^User: arn:aws:iam::210987654321:user\/visitor is not authorized to perform: ecr:\w+ on resource: arn:aws:ecr:us-east-1:123456789012:repository\/web because no resource-based policy allows the ecr:\w+ action$/,
      );
    }
    one.ask('ecr', 'SetRepositoryPolicy', {
      repositoryName: 'web',
      policyText: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { AWS: 'arn:aws:iam::210987654321:root' },
            Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
          },
        ],
      }),
    });
    expect(visitor('GET', '/v2/web/manifests/v1').text).toBe(manifest);
    expect(visitor('GET', `/v2/web/blobs/${layer}`).text).toBe('secret bytes');
    expect(visitor('GET', '/v2/web/tags/list').status).toBe(403);
    expect(visitor('POST', '/v2/web/blobs/uploads/').status).toBe(403);
  });

  test('at localhost meets its own registry, not the learner’s', () => {
    const one = withRepository();
    pushImage(clientOf(one), 'web', 'v1');
    const visitor = clientOf(one, other);
    expect(visitor('GET', '/v2/web/manifests/v1').status).toBe(404);
    one.ask('ecr', 'CreateRepository', { repositoryName: 'web' }, other);
    expect(visitor('GET', '/v2/web/tags/list').json.tags).toEqual([]);
  });
});

test('a push over HTTP and its images stand in the journal: the world folds to the same byte', () => {
  const one = withRepository();
  const client = clientOf(one);
  pushImage(client, 'web', 'v1');
  pushImage(client, 'web', 'v2', 'more');
  client('DELETE', '/v2/web/manifests/v1');
  client('GET', '/v2/web/manifests/v2');
  const journal = JSON.parse(JSON.stringify(one.journal)) as typeof one.journal;
  expect(foldCloud(journal, { seed: 'test' }).snapshot()).toBe(one.cloud.snapshot());
});

test('what the API pushed, the registry serves, and the other way round', () => {
  const one = withRepository();
  const client = clientOf(one);
  const { digest } = pushImage(client, 'web', 'v1');
  const { imageDetails } = one.ask('ecr', 'DescribeImages', { repositoryName: 'web' });
  expect(imageDetails).toMatchObject([{ imageDigest: digest, imageTags: ['v1'] }]);
  one.ask('ecr', 'BatchDeleteImage', { repositoryName: 'web', imageIds: [{ imageTag: 'v1' }] });
  expect(client('GET', '/v2/web/manifests/v1').status).toBe(404);
});

test('an upload belongs to its repository and ends with it', () => {
  const one = withRepository();
  const client = clientOf(one);
  const location = client('POST', '/v2/web/blobs/uploads/').headers['location']!;
  one.ask('ecr', 'DeleteRepository', { repositoryName: 'web' });
  expect(client('PATCH', location, { body: 'x' }).status).toBe(404);
});

test('two clients that push the same layer at once both succeed', () => {
  const one = withRepository();
  const [first, second] = [clientOf(one), clientOf(one)];
  const location = second('POST', '/v2/web/blobs/uploads/').headers['location']!;
  const { digest } = pushBlob(first, 'web', 'same');
  expect(second('PUT', `${location}?digest=${digest}`, { body: 'same' }).status).toBe(201);
  expect(one.cloud.state.regions.get('us-east-1')!.ecr.uploads.size).toBe(0);
});

test('a token from GetAuthorizationToken is what the client sends', () => {
  const one = withRepository();
  expect(JSON.parse(atob(passwordFor(one)))).toMatchObject({ type: 'DATA_KEY' });
});
