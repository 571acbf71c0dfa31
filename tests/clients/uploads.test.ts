import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serve, type Serving } from '../../cli/serve.ts';

const MiB = 1024 * 1024;
const digestOf = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** A server with little room, a repository, and a token for it. */
async function open(storage: { layer: number; total: number }) {
  const serving: Serving = await serve({ port: 0, speed: 0, seed: 'uploads', storage });
  const call = async (operation: string, input: object = {}) => {
    const response = await fetch(serving.url, {
      method: 'POST',
      headers: { 'x-amz-target': `AmazonEC2ContainerRegistry_V20150921.${operation}` },
      body: JSON.stringify(input),
    });
    return { status: response.status, body: (await response.json()) as any };
  };
  await call('CreateRepository', { repositoryName: 'web' });
  const { body } = await call('GetAuthorizationToken');
  const authorization = `Basic ${body.authorizationData[0].authorizationToken}`;
  const registry = (method: string, path: string, bytes?: Uint8Array) =>
    fetch(new URL(path, serving.url), {
      method,
      headers: { authorization },
      ...(bytes ? { body: Buffer.from(bytes) } : {}),
    });
  const part = (uploadId: string, first: number, bytes: Uint8Array) =>
    call('UploadLayerPart', {
      repositoryName: 'web',
      uploadId,
      partFirstByte: first,
      partLastByte: first + bytes.length - 1,
      layerPartBlob: Buffer.from(bytes).toString('base64'),
    });
  return { serving, call, registry, part };
}

const failure = async (response: Response) => ({
  status: response.status,
  ...((await response.json()) as { errors: { code: string; message: string }[] }).errors[0],
});

describe('what a server keeps of layers', () => {
  let server: Awaited<ReturnType<typeof open>>;
  beforeAll(async () => {
    server = await open({ layer: 6 * MiB, total: 8 * MiB });
  });
  afterAll(() => server.serving.close());

  test('a layer that grows over the limit is refused, by the API and over HTTP', async () => {
    const { call, registry, part } = server;
    const { uploadId } = (await call('InitiateLayerUpload', { repositoryName: 'web' })).body;
    expect((await part(uploadId, 0, new Uint8Array(5 * MiB))).status).toBe(200);
    const message = 'drydock serve takes layers of 6 MiB at most. Push a smaller layer.';
    expect(await part(uploadId, 5 * MiB, new Uint8Array(2 * MiB))).toEqual({
      status: 400,
      body: { __type: 'LimitExceededException', message },
    });
    const location = (await registry('POST', '/v2/web/blobs/uploads/')).headers.get('location')!;
    expect(await failure(await registry('PATCH', location, new Uint8Array(7 * MiB)))).toEqual({
      status: 403,
      code: 'DENIED',
      message,
    });
  });

  test('so are layers that are too many together, until some are gone', async () => {
    const { registry, call, part } = server;
    const layer = new Uint8Array(4 * MiB);
    const whole = `/v2/web/blobs/uploads/?digest=${digestOf(layer)}`;
    const message =
      'drydock serve keeps 8 MiB of layers at most. Delete images, or start anew with POST /_drydock/reset.';
    expect(await failure(await registry('POST', whole, layer))).toEqual({
      status: 403,
      code: 'DENIED',
      message,
    });
    const { uploadId } = (await call('InitiateLayerUpload', { repositoryName: 'web' })).body;
    expect((await part(uploadId, 0, layer)).body).toEqual({ __type: 'LimitExceededException', message });
    await call('DeleteRepository', { repositoryName: 'web', force: true });
    await call('CreateRepository', { repositoryName: 'web' });
    expect((await registry('POST', whole, layer)).status).toBe(201);
  });

  test('a body that no manifest can have is refused in the envelope of the specification', async () => {
    const { registry } = server;
    expect(await failure(await registry('PUT', '/v2/web/manifests/v1', new Uint8Array(6 * MiB)))).toEqual({
      status: 413,
      code: 'SIZE_INVALID',
      message: 'The request body is larger than 5242880 bytes.',
    });
  });
});

describe('bodies that are being read', () => {
  test('have so much room together; the rest is told to try again, and then goes through', async () => {
    const { serving, registry } = await open({ layer: MiB, total: 8 * MiB });
    try {
      const layer = new Uint8Array(3 * MiB);
      const push = () => registry('POST', `/v2/web/blobs/uploads/?digest=${digestOf(layer)}`, layer);
      expect(await failure(await push())).toEqual({
        status: 429,
        code: 'TOOMANYREQUESTS',
        message: 'Rate exceeded: drydock serve is reading as many bodies as it has room for. Try again.',
      });
      const small = new Uint8Array(MiB);
      const target = `/v2/web/blobs/uploads/?digest=${digestOf(small)}`;
      expect((await registry('POST', target, small)).status).toBe(201);
    } finally {
      await serving.close();
    }
  });
});
