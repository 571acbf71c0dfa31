import { createHash } from 'node:crypto';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serve, type Serving } from '../../cli/serve.ts';

/** Stands in an image of the learner's, and may be read by nobody else. */
const secret = 'SECRET-OF-ANOTHER-PRINCIPAL';
const ecr = 'AmazonEC2ContainerRegistry_V20150921';
const oci = 'application/vnd.oci.image';
const limits = { interruptAfterTimeLimit: 1500, numRuns: 1000 };

interface Answer {
  status: number;
  body: string;
}

let serving: Serving;
const agent = new Agent({ keepAlive: true });
/** A user who may do everything in repositories of her own, and nothing elsewhere. */
let mallory: { key: string; token: string };
/** Digest of the layer that holds the secret. */
let layer: string;

function send(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body: string | Uint8Array = '',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(serving.url);
    const framed = { 'content-length': String(Buffer.byteLength(body)), ...headers };
    const asked = request({ agent, hostname, port, method, path, headers: framed }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode!, body: Buffer.concat(chunks).toString() }),
      );
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

const signed = (key: string, service = 'ecr') => ({
  authorization: `AWS4-HMAC-SHA256 Credential=${key}/20260105/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
});

const post = (operation: string, body: string, headers: Record<string, string> = {}) =>
  send('POST', '/', { 'x-amz-target': `${ecr}.${operation}`, ...headers }, body);

const call = async (operation: string, input: object, headers: Record<string, string> = {}) =>
  JSON.parse((await post(operation, JSON.stringify(input), headers)).body);

async function iam(action: string, parameters: Record<string, string>): Promise<string> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded', ...signed('AKIA', 'iam') };
  const query = new URLSearchParams({ Action: action, Version: '2010-05-08', ...parameters });
  return (await send('POST', '/', headers, String(query))).body;
}

/** Pushes an image whose configuration, layer and annotation hold the secret; returns the layer's digest. */
async function pushSecret(): Promise<string> {
  const { authorizationData } = await call('GetAuthorizationToken', {});
  const owner = { authorization: `Basic ${authorizationData[0].authorizationToken}` };
  const upload = async (mediaType: string, content: string) => {
    const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`;
    await send('POST', `/v2/web/blobs/uploads/?digest=${digest}`, owner, content);
    return { mediaType, digest, size: content.length };
  };
  const mediaType = `${oci}.manifest.v1+json`;
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType,
    config: await upload(`${oci}.config.v1+json`, JSON.stringify({ author: secret })),
    layers: [await upload(`${oci}.layer.v1.tar`, secret)],
    annotations: { about: secret },
  });
  const put = await send('PUT', '/v2/web/manifests/v1', { ...owner, 'content-type': mediaType }, manifest);
  expect(put.status).toBe(201);
  // What is hidden from others, its owner reads.
  expect((await send('GET', '/v2/web/manifests/v1', owner)).body).toContain(secret);
  return JSON.parse(manifest).layers[0].digest;
}

async function admitMallory(): Promise<typeof mallory> {
  await iam('CreateUser', { UserName: 'mallory' });
  const Statement = [
    { Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
    { Effect: 'Allow', Action: 'ecr:*', Resource: 'arn:aws:ecr:*:*:repository/mallory*' },
  ];
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await iam('PutUserPolicy', { UserName: 'mallory', PolicyName: 'own', PolicyDocument });
  const key = /<AccessKeyId>(\w+)</.exec(await iam('CreateAccessKey', { UserName: 'mallory' }))![1]!;
  const { authorizationData } = await call('GetAuthorizationToken', {}, signed(key));
  return { key, token: authorizationData[0].authorizationToken };
}

beforeAll(async () => {
  serving = await serve({ port: 0, speed: 0, seed: 'fuzz' });
  await call('CreateRepository', { repositoryName: 'web' });
  await call('CreateRepository', { repositoryName: 'mallory' });
  layer = await pushSecret();
  mallory = await admitMallory();
});
afterAll(async () => {
  agent.destroy();
  await serving.close();
});

/** No answer is the server's own failure, or tells the secret; a refusal has words, where its protocol is known. */
function judge({ status, body }: Answer, hasWords = false): void {
  expect(status).toBeGreaterThanOrEqual(200);
  expect(status).toBeLessThan(500);
  if (hasWords && status >= 400) expect(body.length).toBeGreaterThan(0);
  expect(body).not.toContain(secret);
}

const names = fc.constantFrom('__proto__', 'constructor', 'toString', 'prototype', 'hasOwnProperty');
/** What a path or a header can hold. */
const visible = fc.string({
  unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
});
const unicode = fc.string({ unit: 'binary' });

describe('whatever a principal sends over HTTP, it is answered, and is told nothing that it may not read', () => {
  const targets = fc
    .constantFrom(
      '/',
      '/v2/',
      '/v2/_catalog',
      '/v2/_catalog?n=-1',
      '/v2/web/tags/list',
      '/v2/web/manifests/v1',
      '/v2/web/blobs/LAYER',
      '/v2/web/referrers/LAYER',
      '/v2/web/blobs/uploads/?mount=LAYER&from=web',
      '/v2/mallory/blobs/uploads/?mount=LAYER&from=web',
      '/v2/mallory/blobs/LAYER',
      '/v2/mallory/../web/manifests/v1',
      '/v2/mallory/%2e%2e/web/manifests/v1',
      '/_drydock/health',
      '/_drydock/clock',
    )
    .map((target) => () => target.replace('LAYER', layer));
  const parts = fc.oneof(
    fc.constantFrom(
      'web',
      'mallory',
      'v1',
      'blobs',
      'uploads',
      'manifests',
      '..',
      '%2e%2e',
      '%00',
      '%',
      '%ff',
    ),
    names,
    visible,
  );
  const paths = fc.oneof(
    targets,
    fc.array(parts, { maxLength: 6 }).map((all) => () => `/v2/${all.join('/')}`),
    visible.map((text) => () => `/${text}`),
    fc.tuple(targets, visible).map(
      ([target, text]) =>
        () =>
          `${target()}?${text}`,
    ),
  );
  const headers = fc.dictionary(
    fc.constantFrom('content-type', 'content-range', 'range', 'accept', 'x-amz-date', 'host'),
    fc.oneof(
      visible,
      fc.constantFrom(
        'bytes=0-',
        'bytes=-1',
        'bytes=5-2',
        'bytes=99999999999999999999-',
        '0-0',
        '-1--2',
        'application/cbor',
        'application/x-www-form-urlencoded',
        `${oci}.manifest.v1+json`,
        '210987654321.dkr.ecr.us-east-1.amazonaws.com',
        '123456789012.dkr.ecr.us-east-1.amazonaws.com',
        'x'.repeat(3000),
      ),
    ),
    { maxKeys: 4 },
  );
  const bodies = fc.oneof(
    fc.constantFrom(
      '',
      '{',
      '{"__proto__":{"registryId":"123456789012"}}',
      'Action=ListUsers',
      'Action=__proto__',
    ),
    fc.json(),
    unicode,
    fc.uint8Array({ maxLength: 80 }),
  );
  const who = fc.constantFrom<() => Record<string, string>>(
    () => ({ authorization: `Basic ${mallory.token}` }),
    () => signed(mallory.key),
    () => signed(mallory.key, 'iam'),
    () => ({ authorization: 'Basic QVdTOm5vbmU=' }),
    () => ({ authorization: 'Bearer x' }),
  );
  const methods = fc.constantFrom('GET', 'HEAD', 'PUT', 'POST', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND');

  test('as a request of any kind', async () => {
    await fc.assert(
      fc.asyncProperty(methods, paths, headers, bodies, who, async (method, path, given, body, as) => {
        const target = path();
        const inRegistry = /^\/v2(?:[/?]|$)/.test(target);
        const authorization = as();
        // Whoever signs with no key of this world is the learner: only the registry asks for a token of its own.
        if (!inRegistry && !JSON.stringify(authorization).includes(mallory.key)) return;
        const answer = await send(method, target, { ...given, ...authorization }, body);
        judge(answer, inRegistry && method !== 'HEAD');
      }),
      limits,
    );
  });

  test('as a call of ECR’s API', async () => {
    const operations = fc.constantFrom(
      ...['BatchCheckLayerAvailability', 'BatchGetImage', 'CompleteLayerUpload', 'DescribeImages'],
      ...['DescribeRepositories', 'GetDownloadUrlForLayer', 'InitiateLayerUpload', 'ListImageReferrers'],
      ...['ListImages', 'PutImage', 'PutRegistryPolicy', 'SetRepositoryPolicy', 'StartImageScan'],
      ...['TagResource', 'UploadLayerPart', 'constructor', ''],
    );
    const inputs = fc.record(
      {
        registryId: fc.constantFrom('123456789012', '210987654321', '1'),
        repositoryName: fc.oneof(fc.constantFrom('web', 'mallory', 'mallory/../web'), names, unicode),
        repositoryNames: fc.array(fc.constantFrom('web', 'mallory')),
        resourceArn: fc.constant('arn:aws:ecr:us-east-1:123456789012:repository/web'),
        imageIds: fc.array(fc.record({ imageTag: fc.constantFrom('v1', '') }), { maxLength: 3 }),
        subjectId: fc.anything(),
        layerDigest: unicode,
        layerDigests: fc.anything(),
        layerPartBlob: unicode,
        partFirstByte: fc.oneof(fc.double(), fc.integer()),
        partLastByte: fc.integer(),
        maxResults: fc.integer(),
        nextToken: unicode,
        imageManifest: fc.oneof(fc.json(), unicode),
        policyText: fc.json(),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(operations, fc.oneof(inputs, fc.jsonValue()), async (operation, input) => {
        judge(await post(operation, JSON.stringify(input) ?? '', signed(mallory.key)), true);
      }),
      limits,
    );
  });
});

describe('documents, which their owner may send', () => {
  const member = fc.oneof(
    names,
    fc.constantFrom(
      'schemaVersion',
      'mediaType',
      'config',
      'layers',
      'manifests',
      'digest',
      'size',
      'subject',
    ),
    fc.constantFrom('Version', 'Statement', 'Effect', 'Principal', 'Action', 'Resource', 'Condition', 'AWS'),
    fc.constantFrom('rules', 'rulePriority', 'selection', 'tagStatus', 'countType', 'countNumber', 'action'),
  );
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 5 },
      fc.constantFrom('2012-10-17', 'Allow', 'ecr:*', '*', 'expire', 'any', `${oci}.index.v1+json`, -1, 0),
      fc.oneof(names, unicode, fc.double()),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.array(fc.tuple(member, tie('tree')), { maxLength: 4 }).map((pairs) => new Map(pairs)),
    ),
  }));
  const or = (...sound: unknown[]) => fc.oneof({ arbitrary: fc.constantFrom(...sound), weight: 3 }, tree);
  /** Nearly a policy: most members as they should be. */
  const policy = fc
    .tuple(
      or('Allow', 'Deny'),
      or('*', new Map([['AWS', '123456789012']])),
      or('ecr:*', ['ecr:GetDownloadUrlForLayer', '*']),
      fc.option(or('*', 'arn:aws:ecr:*'), { nil: undefined }),
      fc.option(or(new Map([['StringLike', new Map([['aws:PrincipalArn', '*a*a*a*a*a*b']])]])), {
        nil: undefined,
      }),
    )
    .map(([Effect, Principal, Action, Resource, Condition]) => {
      const members = Object.entries({ Effect, Principal, Action, Resource, Condition });
      const statement = new Map(members.filter(([, value]) => value !== undefined));
      return new Map<string, unknown>([
        ['Version', '2012-10-17'],
        ['Statement', [statement]],
      ]);
    });
  /** JSON of a tree, in which a map is an object with whatever members, `__proto__` too. */
  const write = (value: unknown): string =>
    value instanceof Map
      ? `{${[...value].map(([name, each]) => `${JSON.stringify(name)}:${write(each)}`).join(',')}}`
      : Array.isArray(value)
        ? `[${value.map(write).join(',')}]`
        : (JSON.stringify(value) ?? 'null');

  test.each([
    ['manifest', 'PutImage', 'imageManifest'],
    ['repository policy', 'SetRepositoryPolicy', 'policyText'],
    ['registry policy', 'PutRegistryPolicy', 'policyText'],
    ['lifecycle policy', 'PutLifecyclePolicy', 'lifecyclePolicyText'],
  ])('a %s of any shape is taken or refused with words', async (_, operation, name) => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(tree, policy), async (document) => {
        const body = JSON.stringify({ repositoryName: 'mallory', [name]: write(document).padEnd(100) });
        judge(await post(operation, body), true);
        judge(await post('ListImages', '{"repositoryName":"mallory"}', signed(mallory.key)), true);
      }),
      { ...limits, numRuns: 250 },
    );
    await call('DeleteRegistryPolicy', {});
    expect(Object.prototype).not.toHaveProperty('Effect');
    expect(({} as Record<string, unknown>)['mediaType']).toBeUndefined();
  });

  test('a body that is no JSON, or no UTF-8, is refused with words', async () => {
    for (const body of [
      Buffer.from([0xff, 0xfe, 0x7b]),
      Buffer.from('{"a":"\uD800'),
      Buffer.from('[1'),
      Buffer.from('7'),
    ]) {
      const answer = await send('POST', '/', { 'x-amz-target': `${ecr}.ListImages` }, body);
      expect([answer.status, JSON.parse(answer.body).__type]).toEqual([400, 'SerializationException']);
    }
  });
});

describe('what no server should read', () => {
  /** What the server says to raw bytes; it may close the connection with or without a word. */
  const say = (bytes: Uint8Array | string) =>
    new Promise<string>((resolve) => {
      const { hostname, port } = new URL(serving.url);
      let heard = '';
      const socket = connect(Number(port), hostname, () => socket.end(bytes));
      socket.on('data', (data) => (heard += String(data)));
      socket.on('error', () => resolve(heard));
      socket.on('close', () => resolve(heard));
    });

  test('bytes that are no HTTP leave it up', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 60 }), async (bytes) => {
        await say(bytes);
      }),
      { numRuns: 100, interruptAfterTimeLimit: 1500 },
    );
    expect((await send('GET', '/_drydock/health')).status).toBe(200);
  });

  test('headers without end are refused as such', async () => {
    const heard = await say(`GET / HTTP/1.1\r\nhost: x\r\nx-much: ${'x'.repeat(100_000)}\r\n\r\n`);
    expect(heard).toMatch(/^HTTP\/1\.1 431 /);
  });

  test('a body that is larger than any call’s is refused as such, and so is a manifest’s', async () => {
    const large = new Uint8Array(17 * 1024 * 1024);
    const api = await send('POST', '/', { 'x-amz-target': `${ecr}.ListImages` }, large);
    expect([api.status, JSON.parse(api.body).__type]).toEqual([413, 'RequestEntityTooLargeException']);
    const authorization = `Basic ${mallory.token}`;
    const manifest = await send('PUT', '/v2/mallory/manifests/v1', { authorization }, large);
    expect([manifest.status, JSON.parse(manifest.body).errors[0].code]).toEqual([413, 'SIZE_INVALID']);
  });
});
