import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hands, type Hands } from '../../cloud.ts';
import { clientOf, manifestOf, ociManifest, pushBlob, pushImage, type Client } from './client.ts';

const secret = 'SECRET-OF-THE-OTHER-ACCOUNT';
const visitor = { principal: 'arn:aws:iam::210987654321:user/visitor' };
const registryHost = '123456789012.dkr.ecr.us-east-1.amazonaws.com';

/** A registry with a secret image, an upload of its owner, and a stranger with a token. */
function stage(): { one: Hands; stranger: Client; owner: Client; targets: string[] } {
  const one = hands();
  one.ask('ecr', 'CreateRepository', { repositoryName: 'web' });
  one.ask('ecr', 'CreateRepository', { repositoryName: 'web' }, visitor);
  one.ask('ecr', 'PutAccountSetting', { name: 'BLOB_MOUNTING', value: 'ENABLED' }, visitor);
  const owner = clientOf(one);
  const { digest } = pushImage(owner, 'web', 'v1', secret);
  const layer = pushBlob(owner, 'web', secret);
  const upload = owner('POST', '/v2/web/blobs/uploads/').headers['location']!;
  return {
    one,
    owner,
    stranger: clientOf(one, visitor, registryHost),
    targets: [
      '/v2/',
      '/v2/_catalog',
      '/v2/web/tags/list',
      '/v2/web/manifests/v1',
      `/v2/web/manifests/${digest}`,
      `/v2/web/blobs/${layer.digest}`,
      `/v2/web/referrers/${digest}`,
      '/v2/web/blobs/uploads/',
      `/v2/web/blobs/uploads/?mount=${layer.digest}&from=web`,
      `/v2/web/blobs/uploads/?digest=${layer.digest}`,
      upload,
      `${upload}?digest=${layer.digest}`,
    ],
  };
}

const methods = fc.constantFrom('GET', 'HEAD', 'PUT', 'POST', 'PATCH', 'DELETE', 'OPTIONS', '__proto__');
/** The owner's own requests may change this world; the stranger's must not change theirs. */
const { one, owner, targets } = stage();
const strangers = stage();
const segment = fc.oneof(
  fc.constantFrom(
    'v2',
    'web',
    'blobs',
    'uploads',
    'manifests',
    'tags',
    'list',
    'referrers',
    '_catalog',
    '..',
    '',
  ),
  fc.constantFrom(
    '%00',
    '%2e%2e',
    '%',
    '%ff',
    'constructor',
    '__proto__',
    'sha256:',
    `sha256:${'0'.repeat(64)}`,
  ),
  fc.string({ maxLength: 12 }),
);
const anyTarget = fc.oneof(
  fc.constantFrom(...targets),
  fc.array(segment, { maxLength: 7 }).map((segments) => `/v2/${segments.join('/')}`),
  fc
    .tuple(
      fc.constantFrom(...targets),
      fc.dictionary(
        fc.constantFrom('n', 'last', 'digest', 'mount', 'from', 'artifactType', 'x'),
        fc.string(),
      ),
    )
    .map(([target, query]) => `${target.split('?')[0]}?${new URLSearchParams(query)}`),
);
const anyHeaders = fc.dictionary(
  fc.constantFrom('authorization', 'host', 'content-type', 'content-range', 'range', 'accept'),
  fc.oneof(
    fc.string(),
    fc.constantFrom(
      'bytes=0-',
      'bytes=-1',
      '0-0',
      'bytes=9999999999999999-',
      registryHost,
      'Basic',
      ociManifest,
    ),
  ),
);
const anyBody = fc.oneof(
  fc.constant(''),
  fc.string(),
  fc.uint8Array({ maxLength: 64 }),
  fc.json(),
  fc
    .record(
      {
        schemaVersion: fc.anything(),
        mediaType: fc.oneof(fc.string(), fc.constant(ociManifest)),
        config: fc.oneof(fc.jsonValue(), fc.record({ digest: fc.string(), size: fc.integer() })),
        layers: fc.jsonValue(),
        manifests: fc.jsonValue(),
        subject: fc.jsonValue(),
        annotations: fc.jsonValue(),
      },
      { requiredKeys: [] },
    )
    .map((manifest) => JSON.stringify(manifest) ?? ''),
);

describe('whatever a client sends', () => {
  test('the registry answers with a status of HTTP and, when it refuses, the error envelope', () => {
    fc.assert(
      fc.property(methods, anyTarget, anyHeaders, anyBody, (method, target, headers, body) => {
        const answer = owner(method, target, { headers, body });
        expect(answer.status).toBeGreaterThanOrEqual(200);
        expect(answer.status).toBeLessThan(500);
        if (answer.status >= 400 && answer.status !== 401 && method !== 'HEAD') {
          expect(answer.json.errors[0]).toEqual({ code: expect.any(String), message: expect.any(String) });
        }
      }),
      { numRuns: 1500 },
    );
  });

  test('nothing of one account’s images reaches a principal of another', () => {
    fc.assert(
      fc.property(methods, anyTarget, anyHeaders, anyBody, (method, target, headers, body) => {
        const { authorization: _, ...others } = headers;
        const answer = strangers.stranger(method, target, {
          headers: { host: registryHost, ...others },
          body,
        });
        expect(answer.text).not.toContain(secret);
        expect(answer.text).not.toContain('"v1"');
        if (target.startsWith('/v2/web/') && (others['host'] ?? registryHost) === registryHost)
          expect(answer.status).toBeGreaterThanOrEqual(400);
      }),
      { numRuns: 1500 },
    );
    expect(strangers.owner('GET', '/v2/web/manifests/v1').text).toContain('layers');
  });

  // Found by the property above (seed 131058216): a chunk of no bytes made no call that was judged.
  test('a stranger’s empty chunk is refused like any other', () => {
    const location = strangers.owner('POST', '/v2/web/blobs/uploads/').headers['location']!;
    const path = location.slice(location.indexOf('/v2/'));
    for (const method of ['PATCH', 'PUT', 'GET', 'DELETE']) {
      const target = method === 'PUT' ? `${path}?digest=sha256:${'0'.repeat(64)}` : path;
      expect(strangers.stranger(method, target, { headers: { host: registryHost } }).status, method).toBe(
        403,
      );
    }
  });

  test('a manifest of any shape is taken or refused, and its repository stays whole', () => {
    const fresh = hands();
    fresh.ask('ecr', 'CreateRepository', { repositoryName: 'web' });
    const client = clientOf(fresh);
    const blob = pushBlob(client, 'web', 'layer');
    const descriptor = fc.oneof(
      fc.constant(blob),
      fc.record({
        digest: fc.constantFrom(blob.digest, `sha256:${'0'.repeat(64)}`, 'sha256:x'),
        size: fc.nat(),
      }),
    );
    fc.assert(
      fc.property(
        descriptor,
        fc.array(descriptor, { maxLength: 3 }),
        fc.jsonValue(),
        (config, layers, subject) => {
          client('PUT', '/v2/web/manifests/any', {
            body: manifestOf(config, layers, { subject }),
            headers: { 'content-type': ociManifest },
          });
          const repository = fresh.cloud.state.regions.get('us-east-1')!.ecr.repositories.get('web')!;
          for (const image of repository.images.values()) {
            const { layers: kept } = JSON.parse(image.manifest) as { layers: { digest: string }[] };
            for (const { digest } of kept) expect(repository.layers.has(digest)).toBe(true);
          }
          for (const [tag, digest] of repository.tags)
            expect(repository.images.get(digest)!.tags.has(tag)).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('a call of the journal with any input is answered', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(
          'GetBlob',
          'PutManifest',
          'StartUpload',
          'UploadChunk',
          'FinishUpload',
          'ListTags',
          'X',
          '__proto__',
        ),
        fc.oneof(
          fc.anything(),
          fc.dictionary(
            fc.constantFrom('repository', 'reference', 'digest', 'uploadId', 'body', 'first', 'range'),
            fc.anything(),
          ),
        ),
        (operation, input) => {
          const call = {
            service: 'registry',
            operation,
            input,
            region: 'us-east-1',
            principal: visitor.principal,
          };
          expect(one.cloud.apply({ type: 'call', at: one.cloud.now, call })).toHaveProperty('ok');
        },
      ),
      { numRuns: 500 },
    );
  });
});
