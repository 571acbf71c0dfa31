import { describe, expect, test } from 'vitest';
import { createFetch } from '../../simulator/api/fetch.ts';
import { largestBody } from '../../simulator/api/http.ts';
import { createCloud, defaultRegion, learner } from '../../simulator/index.ts';

function cloudBehindFetch() {
  const cloud = createCloud({ seed: 'http' });
  const fetch = createFetch((call) => cloud.apply({ type: 'call', at: cloud.now, call }), {
    region: defaultRegion,
    principal: learner,
  });
  return { cloud, fetch };
}

const ecs = 'AmazonEC2ContainerServiceV20141113';
const post = (target: string | undefined, body: string, headers: Record<string, string> = {}) =>
  new Request('http://localhost/', {
    method: 'POST',
    body,
    headers: { ...(target ? { 'x-amz-target': target } : {}), ...headers },
  });

async function answer(request: Request) {
  const response = await cloudBehindFetch().fetch(request);
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    body: (await response.json()) as unknown,
  };
}

describe('AWS JSON 1.1', () => {
  test('an operation is chosen by X-Amz-Target and answered as JSON', async () => {
    expect(await answer(post(`${ecs}.ListClusters`, '{}'))).toEqual({
      status: 200,
      type: 'application/x-amz-json-1.1',
      body: { clusterArns: [] },
    });
  });

  test('the Region comes from the credential scope', async () => {
    const { cloud, fetch } = cloudBehindFetch();
    const authorization =
      'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260105/eu-west-1/ecs/aws4_request, SignedHeaders=host, Signature=0';
    await fetch(post(`${ecs}.CreateCluster`, '{"clusterName":"harbour"}', { authorization }));
    expect([...cloud.state.regions.get('eu-west-1')!.ecs.clusters.keys()]).toEqual(['harbour']);
  });

  test.each([
    [
      'malformed JSON',
      post(`${ecs}.ListClusters`, '{"a":'),
      400,
      'SerializationException',
      'The request body is not valid JSON.',
    ],
    [
      'a body that is no object',
      post(`${ecs}.ListClusters`, '[]'),
      400,
      'SerializationException',
      'The request body is not a JSON object.',
    ],
    [
      'an unknown operation',
      post(`${ecs}.MakeTea`, '{}'),
      400,
      'UnknownOperationException',
      'There is no operation MakeTea in ecs.',
    ],
    [
      'an unknown service',
      post('Tea_V1.MakeTea', '{}'),
      400,
      'UnknownOperationException',
      'There is no service behind the target Tea_V1.MakeTea.',
    ],
    [
      'no target',
      post(undefined, '{}'),
      400,
      'UnknownOperationException',
      'The X-Amz-Target header is missing: it names the operation.',
    ],
    [
      'what is not simulated',
      post(
        `${ecs}.CreateDaemon`,
        '{"daemonName":"d","daemonTaskDefinitionArn":"d","capacityProviderArns":[]}',
      ),
      400,
      'NotSimulatedException',
      expect.stringContaining('ecs:CreateDaemon'),
    ],
    [
      'a GET',
      new Request('http://localhost/'),
      405,
      'MethodNotAllowedException',
      'Send AWS requests with POST, not GET.',
    ],
    [
      'an oversized body',
      post(`${ecs}.ListClusters`, `{"a":"${'x'.repeat(largestBody)}"}`),
      413,
      'RequestEntityTooLargeException',
      `The request body is larger than ${largestBody} bytes.`,
    ],
  ])('%s is refused with a sentence', async (_case, request, status, __type, message) => {
    expect(await answer(request)).toEqual({
      status,
      type: 'application/x-amz-json-1.1',
      body: { __type, message },
    });
  });
});
