import { describe, expect, it } from 'vitest';
import type { PullOutput, PushOutput } from '../../../simulator/docker/index.ts';
import { foldCloud, type JournalEvent } from '../../../simulator/index.ts';
import { host, openEngine, outputOf, principal, refusalOf } from './engine.ts';

const dockerfile =
  'FROM public.ecr.aws/docker/library/httpd:2.4\nCOPY index.html /usr/local/apache2/htdocs/\n';
const files = { 'index.html': '<h1>Hi</h1>\n' };

function withImage() {
  const engine = openEngine();
  outputOf(engine.call('ImageBuild', { dockerfile, files, tags: [`${host}/web:v1`] }));
  outputOf(engine.ecr('CreateRepository', { repositoryName: 'web' }));
  return engine;
}

describe('a push to Amazon ECR', () => {
  it('leaves in the registry what the engine had, and can be pulled by an engine that never had it', () => {
    const engine = withImage();
    outputOf(engine.login());
    const pushed = outputOf<PushOutput>(engine.call('ImagePush', { reference: `${host}/web:v1` }));
    const [image] = [...engine.cloud.state.docker.images.values()];
    const { images } = outputOf<{ images: { imageId: object; imageManifest: string }[] }>(
      engine.ecr('BatchGetImage', { repositoryName: 'web', imageIds: [{ imageTag: 'v1' }] }),
    );
    expect(images).toMatchObject([
      { imageId: { imageDigest: pushed.digest, imageTag: 'v1' }, imageManifest: image!.manifestText },
    ]);
    expect(pushed.layers.map(({ status }) => status)).toEqual(Array.from({ length: 7 }, () => 'Pushed'));

    engine.cloud.state.docker.images.clear();
    engine.cloud.state.docker.references.clear();
    engine.cloud.state.docker.layers.clear();
    const pulled = outputOf<PullOutput>(engine.call('ImagePull', { reference: `${host}/web:v1` }));
    expect([pulled.digest, pulled.newer, pulled.layers.length]).toEqual([pushed.digest, true, 7]);
    const { behaviour } = outputOf<{ behaviour: object }>(
      engine.call('ContainerRun', { image: `${host}/web:v1` }),
    );
    expect(behaviour).toMatchObject({ kind: 'serves', ports: [80], page: '<h1>Hi</h1>\n' });
  });

  it('is refused once the token is twelve hours old, and not before', () => {
    const engine = withImage();
    outputOf(engine.login());
    engine.cloud.apply({ type: 'clock', at: 12 * 3_600_000 - 1 });
    outputOf(engine.call('ImagePush', { reference: `${host}/web:v1` }));
    engine.cloud.apply({ type: 'clock', at: 12 * 3_600_000 });
    expect(refusalOf(engine.call('ImagePush', { reference: `${host}/web:v1` }))).toBe(
      'denied: Your authorization token has expired. Reauthenticate and try again.',
    );
    expect(refusalOf(engine.call('ImagePull', { reference: `${host}/web:v1` }))).toBe(
      `pull access denied for ${host}/web, repository does not exist or may require 'docker login': denied: Your authorization token has expired. Reauthenticate and try again.`,
    );
  });

  it('is refused after logout', () => {
    const engine = withImage();
    outputOf(engine.login());
    expect(outputOf(engine.call('Logout', { serveraddress: host }))).toEqual({
      serveraddress: host,
      removed: true,
    });
    expect(refusalOf(engine.call('ImagePush', { reference: `${host}/web:v1` }))).toBe(
      'no basic auth credentials',
    );
  });
});

describe('the engine is a part of the world', () => {
  it('folds to the same world from the same journal', () => {
    const call = (operation: string, input: unknown, at: number): JournalEvent => ({
      type: 'call',
      at,
      call: { service: 'docker', operation, input, region: 'us-east-1', principal },
    });
    const journal = [
      call('ImageBuild', { dockerfile, files, tags: ['web'] }, 0),
      call('ContainerRun', { image: 'web' }, 5000),
      call('ImagePull', { reference: 'busybox' }, 6000),
      call('ContainerRun', { image: 'busybox', command: ['sleep', '5'] }, 7000),
    ];
    expect(foldCloud(journal).snapshot()).toBe(foldCloud(journal).snapshot());
    expect(foldCloud(journal, { seed: 'other' }).snapshot()).not.toBe(foldCloud(journal).snapshot());
  });

  it('refuses what is no call of its own in a sentence', () => {
    const engine = openEngine();
    expect(refusalOf(engine.call('SwarmInit', {}))).toBe(
      "Drydock does not simulate the Docker engine's SwarmInit.",
    );
    expect(refusalOf(engine.call('ImageTag', { source: 3 }))).toBe('ImageTag needs the text member source.');
    expect(refusalOf(engine.call('ImagePull', null))).toBe('ImagePull needs the text member reference.');
  });
});
