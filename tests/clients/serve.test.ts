import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serve, type Serving } from '../../cli/serve.ts';

describe('drydock serve steers the simulation', () => {
  let serving: Serving;
  beforeAll(async () => {
    serving = await serve({ port: 0, speed: 0, seed: 'serve' });
  });
  afterAll(() => serving.close());

  const ask = async (path: string, method = 'GET', body?: string) => {
    const response = await fetch(`${serving.url}${path}`, {
      method,
      ...(body === undefined ? {} : { body }),
    });
    return { status: response.status, body: (await response.json()) as any };
  };

  test('the state shows the clock and the default VPC with its subnets', async () => {
    const { status, body } = await ask('/_drydock/state');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      seed: 'serve',
      now: 0,
      date: '2026-01-05T09:00:00.000Z',
      accountId: '123456789012',
      iam: { '123456789012': { users: { learner: { arn: 'arn:aws:iam::123456789012:user/learner' } } } },
    });
    expect(
      body.regions['us-east-1'].vpc.subnets.map(
        ({ availabilityZone }: { availabilityZone: string }) => availabilityZone,
      ),
    ).toEqual(['us-east-1a', 'us-east-1b', 'us-east-1c']);
  });

  test('a load is set on a service that is there', async () => {
    expect(await ask('/_drydock/load', 'POST', '{"cluster": "harbour", "service": "shop"}')).toEqual({
      status: 400,
      body: {
        message:
          'There is no service arn:aws:ecs:us-east-1:123456789012:service/harbour/shop: create it first.',
      },
    });
  });

  test('the clock goes on by the seconds that it is told, and not back', async () => {
    const { body: before } = await ask('/_drydock/state');
    expect((await ask('/_drydock/clock', 'POST', '{"advance": 90.5}')).body.now).toBe(before.now + 90.5);
    for (const wrong of ['{"advance": -1}', '{"advance": "1"}', '{', '', '[]', 'null']) {
      expect(await ask('/_drydock/clock', 'POST', wrong)).toEqual({
        status: 400,
        body: { message: 'Send {"advance": seconds}, a number of seconds of virtual time from 0 up.' },
      });
    }
    expect((await ask('/_drydock/state')).body.now).toBe(before.now + 90.5);
  });

  test('reset brings back the first moment of the same world', async () => {
    const { body: first } = await ask('/_drydock/reset', 'POST');
    await ask('/_drydock/clock', 'POST', '{"advance": 60}');
    expect((await ask('/_drydock/reset', 'POST')).body).toEqual(first);
    expect((await ask('/_drydock/reset', 'POST', '{"seed": "other"}')).body.regions).not.toEqual(
      first.regions,
    );
  });

  test('an unknown path says what there is', async () => {
    expect(await ask('/_drydock/tea')).toEqual({
      status: 404,
      body: {
        message:
          'There is no GET /_drydock/tea. There are: GET /_drydock/state, GET /_drydock/health, POST /_drydock/reset, POST /_drydock/load, POST /_drydock/exec, GET /_drydock/faults, POST /_drydock/faults, DELETE /_drydock/faults, POST /_drydock/clock.',
      },
    });
  });
});

describe('an image whose layers were never uploaded, in an index', () => {
  const imageManifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
    config: {
      mediaType: 'application/vnd.docker.container.image.v1+json',
      size: 7,
      digest: `sha256:${'1'.repeat(64)}`,
    },
    layers: [
      {
        mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
        size: 35,
        digest: `sha256:${'2'.repeat(64)}`,
      },
    ],
  });

  const index = JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.docker.distribution.manifest.list.v2+json',
    manifests: [{ mediaType: 'x', size: 7, digest: `sha256:${'3'.repeat(64)}` }],
  });

  /** Pushes both: the names of the errors, or the sizes of the images. */
  async function push(lenient: boolean): Promise<unknown[]> {
    const serving = await serve({ port: 0, speed: 0, seed: 'lenient', lenient });
    const call = async (operation: string, input: object): Promise<any> => {
      const response = await fetch(serving.url, {
        method: 'POST',
        headers: { 'x-amz-target': `AmazonEC2ContainerRegistry_V20150921.${operation}` },
        body: JSON.stringify({ repositoryName: 'web', ...input }),
      });
      return response.json();
    };
    try {
      await call('CreateRepository', {});
      const refused = [
        await call('PutImage', { imageManifest, imageTag: 'v1' }),
        await call('PutImage', { imageManifest: index, imageTag: 'multi' }),
      ].map(({ __type }) => __type);
      const { imageDetails } = await call('DescribeImages', {});
      return refused.some(Boolean)
        ? refused
        : imageDetails.map((each: { imageSizeInBytes?: number }) => each.imageSizeInBytes);
    } finally {
      await serving.close();
    }
  }

  test('is refused, as Amazon ECR refuses it', async () => {
    expect(await push(false)).toEqual(['LayersNotFoundException', 'ReferencedImagesNotFoundException']);
  });

  test('is taken by a lenient server, at the size that its manifest states, and so is the index', async () => {
    expect(await push(true)).toEqual([42, undefined]);
  });
});
