/**
 * The requirements of the OCI distribution specification 1.1.1
 * (https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md), by workflow and endpoint number.
 */
import { beforeEach, describe, expect, test } from 'vitest';
import { digestOf } from '../../../../simulator/ecr/digest.ts';
import { hands, type Hands } from '../../cloud.ts';
import {
  clientOf,
  manifestOf,
  ociIndex,
  ociManifest,
  pushBlob,
  pushImage,
  utf8,
  type Client,
  type Got,
} from './client.ts';

const absent = `sha256:${'0'.repeat(64)}`;
const codesOf = ({ json }: Got): string[] => json.errors.map(({ code }: { code: string }) => code);

let one: Hands;
let client: Client;

beforeEach(() => {
  one = hands();
  one.ask('ecr', 'CreateRepository', { repositoryName: 'web' });
  one.ask('ecr', 'CreateRepository', { repositoryName: 'team/app' });
  client = clientOf(one);
});

/** Begins an upload; the session's URL. */
const begin = () => {
  const { status, headers } = client('POST', '/v2/web/blobs/uploads/');
  expect(status).toBe(202);
  return headers['location']!;
};

describe('endpoints', () => {
  test('end-1: GET /v2/ says that the registry speaks the specification', () => {
    const answer = client('GET', '/v2/');
    expect(answer.status).toBe(200);
    expect(answer.headers['docker-distribution-api-version']).toBe('registry/2.0');
    expect(client('GET', '/v2/', { password: null }).status).toBe(401);
  });

  test('a repository’s name has several components', () => {
    const { digest } = pushImage(client, 'team/app', 'v1');
    expect(client('HEAD', '/v2/team/app/manifests/v1').headers['docker-content-digest']).toBe(digest);
  });

  test.each(['Web', 'web/', 'we b', '../web', 'web//app', '%2e%2e', 'web%00'])(
    'a name that is none is refused: %s',
    (name) => expect(client('GET', `/v2/${name}/tags/list`).status).toBe(404),
  );

  test('a method that an endpoint does not have is answered with 405 and those that it has', () => {
    const answer = client('POST', '/v2/web/tags/list');
    expect([answer.status, answer.headers['allow'], codesOf(answer)]).toEqual([405, 'GET', ['UNSUPPORTED']]);
  });

  test('errors come as JSON with code and message', () => {
    const answer = client('GET', '/v2/nowhere/tags/list');
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
    expect(answer.json).toEqual({
      errors: [
        {
          code: 'NAME_UNKNOWN',
          message: "The repository with name 'nowhere' does not exist in the registry with id '123456789012'",
        },
      ],
    });
  });
});

describe('pull', () => {
  test('end-3 GET: a manifest by tag and by digest, byte for byte, with its media type and digest', () => {
    const { manifest, digest } = pushImage(client, 'web', 'v1');
    for (const reference of ['v1', digest]) {
      const answer = client('GET', `/v2/web/manifests/${reference}`, { headers: { accept: ociManifest } });
      expect(answer.status).toBe(200);
      expect(answer.text).toBe(manifest);
      expect(digestOf(answer.bytes)).toBe(digest);
      expect(answer.headers).toMatchObject({
        'content-type': ociManifest,
        'docker-content-digest': digest,
        'content-length': String(manifest.length),
      });
    }
  });

  test('end-3 GET: a manifest that is not there is 404 MANIFEST_UNKNOWN', () => {
    for (const reference of ['v9', absent]) {
      const answer = client('GET', `/v2/web/manifests/${reference}`);
      expect([answer.status, answer.json]).toEqual([
        404,
        { errors: [{ code: 'MANIFEST_UNKNOWN', message: 'Requested image not found' }] },
      ]);
    }
  });

  test('end-3 HEAD: like GET, without the body', () => {
    const { manifest, digest } = pushImage(client, 'web', 'v1');
    const answer = client('HEAD', '/v2/web/manifests/v1');
    expect([answer.status, answer.text]).toEqual([200, '']);
    expect(answer.headers).toMatchObject({
      'docker-content-digest': digest,
      'content-length': String(manifest.length),
    });
    expect(client('HEAD', '/v2/web/manifests/v9')).toMatchObject({ status: 404, text: '' });
  });

  test('end-2 GET: a blob by its digest', () => {
    const { digest } = pushBlob(client, 'web', 'some bytes');
    const answer = client('GET', `/v2/web/blobs/${digest}`);
    expect([answer.status, answer.text, answer.headers['docker-content-digest']]).toEqual([
      200,
      'some bytes',
      digest,
    ]);
  });

  test('end-2 GET: a blob that is not there is 404 BLOB_UNKNOWN', () => {
    const answer = client('GET', `/v2/web/blobs/${absent}`);
    expect([answer.status, codesOf(answer)]).toEqual([404, ['BLOB_UNKNOWN']]);
  });

  test('end-2 GET: a blob of another repository is not there', () => {
    const { digest } = pushBlob(client, 'web', 'some bytes');
    expect(client('GET', `/v2/team/app/blobs/${digest}`).status).toBe(404);
  });

  test.each([
    ['bytes=0-3', 206, 'some', 'bytes 0-3/10'],
    ['bytes=5-', 206, 'bytes', 'bytes 5-9/10'],
    ['bytes=-5', 206, 'bytes', 'bytes 5-9/10'],
    ['bytes=5-99', 206, 'bytes', 'bytes 5-9/10'],
    ['lines=1-2', 200, 'some bytes', undefined],
  ])('end-2 GET: the range %s', (range, status, text, contentRange) => {
    const { digest } = pushBlob(client, 'web', 'some bytes');
    const answer = client('GET', `/v2/web/blobs/${digest}`, { headers: { range } });
    expect([answer.status, answer.text, answer.headers['content-range']]).toEqual([
      status,
      text,
      contentRange,
    ]);
  });

  test('end-2 GET: a range outside is 416', () => {
    const { digest } = pushBlob(client, 'web', 'some bytes');
    const answer = client('GET', `/v2/web/blobs/${digest}`, { headers: { range: 'bytes=10-11' } });
    expect([answer.status, answer.headers['content-range']]).toEqual([416, 'bytes */10']);
  });

  test('end-2 HEAD: the size of a blob, or 404', () => {
    const { digest } = pushBlob(client, 'web', 'some bytes');
    expect(client('HEAD', `/v2/web/blobs/${digest}`)).toMatchObject({
      status: 200,
      text: '',
      headers: { 'content-length': '10', 'docker-content-digest': digest },
    });
    expect(client('HEAD', `/v2/web/blobs/${absent}`).status).toBe(404);
  });

  test('a digest that is none is 400 DIGEST_INVALID', () => {
    for (const target of ['blobs/sha256:abc', 'manifests/sha256:abc', 'referrers/sha256:abc']) {
      const answer = client('GET', `/v2/web/${target}`);
      expect([answer.status, codesOf(answer)]).toEqual([400, ['DIGEST_INVALID']]);
    }
  });
});

describe('push', () => {
  test('end-4a: POST begins an upload, with its Location', () => {
    expect(begin()).toMatch(/^\/v2\/web\/blobs\/uploads\/[0-9a-f-]{36}$/);
  });

  test('end-4a: to a repository that is not there, 404 NAME_UNKNOWN', () => {
    const answer = client('POST', '/v2/nowhere/blobs/uploads/');
    expect([answer.status, codesOf(answer)]).toEqual([404, ['NAME_UNKNOWN']]);
  });

  test('end-6: POST, then PUT with the whole blob', () => {
    const digest = digestOf('whole');
    const answer = client('PUT', `${begin()}?digest=${digest}`, { body: 'whole' });
    expect([answer.status, answer.headers['location']]).toEqual([201, `/v2/web/blobs/${digest}`]);
    expect(client('GET', answer.headers['location']!).text).toBe('whole');
  });

  test('end-6: a blob of another digest is 400 BLOB_UPLOAD_INVALID, in Amazon ECR’s words', () => {
    const answer = client('PUT', `${begin()}?digest=${absent}`, { body: 'whole' });
    expect([answer.status, answer.text]).toEqual([
      400,
      '{"errors":[{"code":"BLOB_UPLOAD_INVALID","message":"None of the provided layer digests match the calculated layer digest"}]}\n',
    ]);
  });

  test('end-6: PUT without a digest is 400', () => {
    expect(client('PUT', begin(), { body: 'whole' }).status).toBe(400);
  });

  test('end-4b: POST with digest and blob', () => {
    const digest = digestOf('single');
    const answer = client('POST', `/v2/web/blobs/uploads/?digest=${digest}`, { body: 'single' });
    expect([answer.status, answer.headers['location']]).toEqual([201, `/v2/web/blobs/${digest}`]);
    expect(client('GET', `/v2/web/blobs/${digest}`).text).toBe('single');
  });

  test('end-5: PATCH takes a blob in chunks, in order, and PUT closes it', () => {
    const location = begin();
    const first = client('PATCH', location, { body: 'one ', headers: { 'content-range': '0-3' } });
    expect([first.status, first.headers['location'], first.headers['range']]).toEqual([202, location, '0-3']);
    const second = client('PATCH', location, { body: 'two ', headers: { 'content-range': '4-7' } });
    expect([second.status, second.headers['range']]).toEqual([202, '0-7']);
    const digest = digestOf('one two three');
    expect(client('PUT', `${location}?digest=${digest}`, { body: 'three' }).status).toBe(201);
    expect(client('GET', `/v2/web/blobs/${digest}`).text).toBe('one two three');
  });

  test('end-5: a chunk out of order is 416, with what the registry has', () => {
    const location = begin();
    client('PATCH', location, { body: 'one ', headers: { 'content-range': '0-3' } });
    const answer = client('PATCH', location, { body: 'three', headers: { 'content-range': '8-12' } });
    expect([answer.status, answer.headers['range'], answer.headers['location'], answer.text]).toEqual([
      416,
      '0-3',
      location,
      '{"errors":[{"code":"BLOB_UPLOAD_INVALID","message":"First byte of the layer part is 8 instead of 4"}]}\n',
    ]);
    expect(client('GET', location).headers['range']).toBe('0-3');
  });

  test('end-5: a chunk without a range goes on where the last ended', () => {
    const location = begin();
    client('PATCH', location, { body: 'one ' });
    expect(client('PATCH', location, { body: 'two' }).headers['range']).toBe('0-6');
  });

  test('end-5: to an upload that is not there, 404 BLOB_UPLOAD_UNKNOWN', () => {
    const answer = client('PATCH', '/v2/web/blobs/uploads/nothing', { body: 'one' });
    expect([answer.status, codesOf(answer)]).toEqual([404, ['BLOB_UPLOAD_UNKNOWN']]);
    const elsewhere = begin().replace('/web/', '/team/app/');
    expect(client('PATCH', elsewhere, { body: 'one' }).status).toBe(404);
  });

  test('a body larger than one call of the journal is taken whole', () => {
    const large = new Uint8Array(20 * 1024 * 1024).map((_, index) => index % 251);
    const digest = digestOf(large);
    for (const push of [
      () => client('POST', `/v2/web/blobs/uploads/?digest=${digest}`, { body: large }),
      () => client('PUT', `${begin()}?digest=${digest}`, { body: large }),
    ])
      expect(push().status).toBe(201);
    expect(digestOf(client('GET', `/v2/web/blobs/${digest}`).bytes)).toBe(digest);
    expect(one.journal.every((event) => JSON.stringify(event).length < 14_000_000)).toBe(true);
  });

  test('end-13: GET tells how much of an upload is there', () => {
    const location = begin();
    client('PATCH', location, { body: 'one ' });
    const answer = client('GET', location);
    expect([answer.status, answer.headers['location'], answer.headers['range']]).toEqual([
      204,
      location,
      '0-3',
    ]);
    expect(client('GET', '/v2/web/blobs/uploads/nothing').status).toBe(404);
  });

  test('DELETE gives an upload up', () => {
    const location = begin();
    expect(client('DELETE', location).status).toBe(204);
    expect(client('GET', location).status).toBe(404);
  });

  test('end-11: mount takes a blob over from another repository, once the account allows it', () => {
    const { digest } = pushBlob(client, 'web', 'shared');
    const target = `/v2/team/app/blobs/uploads/?mount=${digest}&from=web`;
    one.ask('ecr', 'PutAccountSetting', { name: 'BLOB_MOUNTING', value: 'ENABLED' });
    // Unlike the specification, Amazon ECR mounts only what an image names.
    expect(client('POST', target).status).toBe(202);
    pushImage(client, 'web', 'v1', 'shared');
    one.ask('ecr', 'PutAccountSetting', { name: 'BLOB_MOUNTING', value: 'DISABLED' });
    expect(client('POST', target).status).toBe(202);
    one.ask('ecr', 'PutAccountSetting', { name: 'BLOB_MOUNTING', value: 'ENABLED' });
    const answer = client('POST', target);
    expect([answer.status, answer.headers['location']]).toEqual([201, `/v2/team/app/blobs/${digest}`]);
    expect(client('GET', `/v2/team/app/blobs/${digest}`).text).toBe('shared');
  });

  test('end-11: what cannot be mounted becomes an upload', () => {
    one.ask('ecr', 'PutAccountSetting', { name: 'BLOB_MOUNTING', value: 'ENABLED' });
    for (const query of [`mount=${absent}&from=web`, `mount=${absent}`, `mount=${absent}&from=nowhere`]) {
      const answer = client('POST', `/v2/team/app/blobs/uploads/?${query}`);
      expect(answer.status).toBe(202);
      expect(answer.headers['location']).toMatch(/^\/v2\/team\/app\/blobs\/uploads\//);
    }
  });

  test('end-7: PUT of a manifest, by tag and by digest', () => {
    const byTag = pushImage(client, 'web', 'v1');
    expect(byTag.answer.headers).toMatchObject({
      location: `/v2/web/manifests/${byTag.digest}`,
      'docker-content-digest': byTag.digest,
    });
    const byDigest = pushImage(client, 'web', '', 'another layer');
    expect(client('GET', `/v2/web/manifests/${byDigest.digest}`).text).toBe(byDigest.manifest);
  });

  test('end-7: the same manifest once more is welcome', () => {
    const { manifest } = pushImage(client, 'web', 'v1');
    expect(
      client('PUT', '/v2/web/manifests/v1', { body: manifest, headers: { 'content-type': ociManifest } })
        .status,
    ).toBe(201);
  });

  test('end-7: a manifest whose blobs are not there is 404 BLOB_UPLOAD_UNKNOWN, as Amazon ECR has it', () => {
    const answer = client('PUT', '/v2/web/manifests/v1', {
      body: manifestOf({ digest: absent, size: 2 }, []),
      headers: { 'content-type': ociManifest },
    });
    expect([answer.status, codesOf(answer)]).toEqual([404, ['BLOB_UPLOAD_UNKNOWN']]);
  });

  test.each([
    ['no JSON', '{'],
    ['no manifest', '{}'],
    ['no text', new Uint8Array([0xff, 0xfe, 0x00])],
  ])('end-7: %s is 405 UNSUPPORTED, as Amazon ECR has it', (_, body) => {
    const answer = client('PUT', '/v2/web/manifests/v1', { body, headers: { 'content-type': ociManifest } });
    expect([answer.status, codesOf(answer)]).toEqual([405, ['UNSUPPORTED']]);
  });

  test('end-7: a manifest under a digest that is not its own is 400 MANIFEST_INVALID, as Amazon ECR has it', () => {
    const { manifest } = pushImage(client, 'web', 'v1');
    const answer = client('PUT', `/v2/web/manifests/${absent}`, {
      body: manifest,
      headers: { 'content-type': ociManifest },
    });
    expect([answer.status, codesOf(answer)]).toEqual([400, ['MANIFEST_INVALID']]);
  });

  test('end-7: a manifest that is too large is 413', () => {
    const answer = client('PUT', '/v2/web/manifests/v1', { body: utf8(' '.repeat(4 * 1024 * 1024 + 1)) });
    expect(answer.status).toBe(413);
  });

  test('end-7: an index over images, and not over images that are not there', () => {
    const { digest, manifest } = pushImage(client, 'web', 'amd64');
    const index = (member: string) =>
      JSON.stringify({
        schemaVersion: 2,
        mediaType: ociIndex,
        manifests: [{ mediaType: ociManifest, digest: member, size: manifest.length }],
      });
    const put = (member: string) =>
      client('PUT', '/v2/web/manifests/multi', {
        body: index(member),
        headers: { 'content-type': ociIndex },
      });
    expect(put(digest).status).toBe(201);
    expect(client('GET', '/v2/web/manifests/multi').headers['content-type']).toBe(ociIndex);
    const refused = put(absent);
    expect([refused.status, codesOf(refused)]).toEqual([404, ['MANIFEST_BLOB_UNKNOWN']]);
  });

  test('end-7: a manifest with a subject is answered with OCI-Subject', () => {
    const image = pushImage(client, 'web', 'v1');
    const subject = { mediaType: ociManifest, digest: image.digest, size: image.manifest.length };
    const { answer } = pushImage(client, 'web', '', 'signature', { subject });
    expect(answer.headers['oci-subject']).toBe(image.digest);
  });
});

describe('content discovery', () => {
  test('end-8a: the tags of a repository, in lexical order', () => {
    for (const tag of ['v2', 'V1', 'latest', 'v10']) pushImage(client, 'web', tag);
    const answer = client('GET', '/v2/web/tags/list');
    expect([answer.status, answer.json]).toEqual([200, { name: 'web', tags: ['latest', 'V1', 'v10', 'v2'] }]);
    expect(client('GET', '/v2/team/app/tags/list').json).toEqual({ name: 'team/app', tags: [] });
    expect(client('GET', '/v2/nowhere/tags/list').status).toBe(404);
  });

  test('end-8b: pages of n tags, each with the Link to the next', () => {
    for (const tag of ['a', 'b', 'c', 'd', 'e']) pushImage(client, 'web', tag);
    const pages: string[][] = [];
    let target: string | undefined = '/v2/web/tags/list?n=2';
    while (target) {
      const answer: Got = client('GET', target);
      pages.push(answer.json.tags);
      target = /^<([^>]+)>; rel="next"$/.exec(answer.headers['link'] ?? '')?.[1];
    }
    expect(pages).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
  });

  test('end-8b: n of 0 is an empty list; last begins after a tag, which need not be there', () => {
    for (const tag of ['a', 'c']) pushImage(client, 'web', tag);
    const none = client('GET', '/v2/web/tags/list?n=0');
    expect([none.json.tags, none.headers['link']]).toEqual([[], undefined]);
    expect(client('GET', '/v2/web/tags/list?last=b').json.tags).toEqual(['c']);
    expect(client('GET', '/v2/web/tags/list?n=x').status).toBe(400);
  });

  test('end-12a: the referrers of an image, as an index', () => {
    const image = pushImage(client, 'web', 'v1');
    const empty = client('GET', `/v2/web/referrers/${image.digest}`);
    expect([empty.status, empty.headers['content-type']]).toEqual([200, ociIndex]);
    expect(empty.json).toEqual({ schemaVersion: 2, mediaType: ociIndex, manifests: [] });
    const artifact = pushImage(client, 'web', '', 'signature', {
      subject: { mediaType: ociManifest, digest: image.digest, size: image.manifest.length },
      artifactType: 'application/example.signature',
      annotations: { by: 'me' },
    });
    expect(client('GET', `/v2/web/referrers/${image.digest}`).json.manifests).toEqual([
      {
        mediaType: ociManifest,
        digest: artifact.digest,
        size: artifact.manifest.length,
        artifactType: 'application/example.signature',
        annotations: { by: 'me' },
      },
    ]);
  });

  test('end-12a: referrers of a digest that is not there are an empty index', () => {
    expect(client('GET', `/v2/web/referrers/${absent}`).json.manifests).toEqual([]);
  });

  test('end-12b: referrers of one type, with the filter named', () => {
    const image = pushImage(client, 'web', 'v1');
    const subject = { mediaType: ociManifest, digest: image.digest, size: image.manifest.length };
    for (const type of ['application/a', 'application/b'])
      pushImage(client, 'web', '', type, { subject, artifactType: type });
    const answer = client('GET', `/v2/web/referrers/${image.digest}?artifactType=application/a`);
    expect(answer.headers['oci-filters-applied']).toBe('artifactType');
    expect(answer.json.manifests.map(({ artifactType }: { artifactType: string }) => artifactType)).toEqual([
      'application/a',
    ]);
  });
});

describe('content management', () => {
  test('end-9: DELETE of a tag takes the tag, and the image with its last', () => {
    const { digest } = pushImage(client, 'web', 'v1');
    pushImage(client, 'web', 'v2');
    expect(client('DELETE', '/v2/web/manifests/v1').status).toBe(202);
    expect(client('GET', '/v2/web/manifests/v1').status).toBe(404);
    expect(client('GET', `/v2/web/manifests/${digest}`).status).toBe(200);
    client('DELETE', '/v2/web/manifests/v2');
    expect(client('GET', `/v2/web/manifests/${digest}`).status).toBe(404);
  });

  test('end-9: DELETE of a digest takes the image with all its tags', () => {
    const { digest } = pushImage(client, 'web', 'v1');
    expect(client('DELETE', `/v2/web/manifests/${digest}`).status).toBe(202);
    expect(client('GET', '/v2/web/manifests/v1').status).toBe(404);
    expect(client('GET', '/v2/web/tags/list').json.tags).toEqual([]);
  });

  test('end-9: DELETE of what is not there is 404', () => {
    expect(client('DELETE', '/v2/web/manifests/v9').status).toBe(404);
    expect(client('DELETE', '/v2/nowhere/manifests/v9').status).toBe(404);
  });

  test('end-9: an image that an index lists stays', () => {
    const { digest, manifest } = pushImage(client, 'web', 'amd64');
    client('PUT', '/v2/web/manifests/multi', {
      body: JSON.stringify({
        schemaVersion: 2,
        mediaType: ociIndex,
        manifests: [{ mediaType: ociManifest, digest, size: manifest.length }],
      }),
      headers: { 'content-type': ociIndex },
    });
    const answer = client('DELETE', `/v2/web/manifests/${digest}`);
    expect([answer.status, codesOf(answer)]).toEqual([405, ['UNSUPPORTED']]);
  });

  test('end-9: a referrer that is deleted is no longer listed', () => {
    const image = pushImage(client, 'web', 'v1');
    const subject = { mediaType: ociManifest, digest: image.digest, size: image.manifest.length };
    const { digest } = pushImage(client, 'web', '', 'signature', { subject });
    client('DELETE', `/v2/web/manifests/${digest}`);
    expect(client('GET', `/v2/web/referrers/${image.digest}`).json.manifests).toEqual([]);
  });

  test('end-10: DELETE of a blob is 405: the registry removes it with the last image', () => {
    const { digest } = pushBlob(client, 'web', 'some bytes');
    const answer = client('DELETE', `/v2/web/blobs/${digest}`);
    expect([answer.status, codesOf(answer)]).toEqual([405, ['UNSUPPORTED']]);
    expect(client('GET', `/v2/web/blobs/${digest}`).status).toBe(200);
  });
});
