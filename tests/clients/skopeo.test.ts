import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ECRClient, CreateRepositoryCommand, DescribeImagesCommand } from '@aws-sdk/client-ecr';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serve, type Serving } from '../../cli/serve.ts';
import { aws, awsCli } from './aws-cli.ts';
import { writeLayout } from './oci-layout.ts';

const has = (command: string) =>
  (process.env['PATH'] ?? '').split(':').some((folder) => existsSync(join(folder, command)));
const execute = promisify(execFile);

// These tests are skipped, and counted so, where skopeo or the AWS CLI is not there.
describe.skipIf(!has('skopeo') || !awsCli)('skopeo with a token of the AWS CLI', { timeout: 120_000 }, () => {
  let serving: Serving;
  let folder: string;
  let digest: string;

  beforeAll(async () => {
    serving = await serve({ port: 0, speed: 0, seed: 'skopeo' });
    folder = await mkdtemp(join(tmpdir(), 'drydock-skopeo-'));
    digest = await writeLayout(join(folder, 'image'), 'v1');
    const ecr = new ECRClient({
      endpoint: serving.url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    await ecr.send(new CreateRepositoryCommand({ repositoryName: 'web' }));
    await ecr.send(new CreateRepositoryCommand({ repositoryName: 'copy', imageTagMutability: 'IMMUTABLE' }));
  });
  afterAll(async () => {
    await serving.close();
    await rm(folder, { recursive: true });
  });

  /** A password from the real AWS CLI. */
  const password = () => aws({ url: serving.url, words: ['ecr', 'get-login-password'] });

  const image = (repository: string, tag?: string) =>
    `docker://${serving.url.replace('http://', '')}/${repository}${tag ? `:${tag}` : ''}`;

  async function skopeo(...words: string[]): Promise<string> {
    const { stdout } = await execute('skopeo', words, { cwd: folder });
    return stdout;
  }

  const push = (secret: string, target: string, source = 'oci:image:v1') =>
    skopeo('copy', source, target, '--dest-tls-verify=false', '--dest-creds', `AWS:${secret}`);
  const refusal = (running: Promise<string>) =>
    running.then(
      () => 'nothing was refused',
      ({ stderr }: { stderr: string }) => stderr,
    );

  test('what the simulated docker built and pushed is what its manifests say', async () => {
    const registry = '123456789012.dkr.ecr.us-east-1.amazonaws.com';
    const script = [
      "printf 'FROM httpd:2.4\nRUN apt-get update && apt-get install -y curl\nCOPY index.html /usr/local/apache2/htdocs/\n' > Dockerfile",
      "echo '<h1>Hi</h1>' > index.html",
      'aws ecr create-repository --repository-name built',
      `aws ecr get-login-password | docker login -u AWS --password-stdin ${registry}`,
      `docker build -t ${registry}/built:v1 .`,
      `docker push ${registry}/built:v1`,
    ].join(' && ');
    const response = await fetch(`${serving.url}/_drydock/exec`, { method: 'POST', body: script });
    expect(await response.json()).toMatchObject({ exitCode: 0 });
    const { stdout } = await execute('node', [
      'cli/drydock.ts',
      'exec',
      '--url',
      serving.url,
      '-c',
      'aws ecr describe-images --repository-name built --query "imageDetails[0].imageDigest" --output text',
    ]);
    const creds = `AWS:${await password()}`;
    await skopeo('copy', image('built', 'v1'), 'dir:built', '--src-tls-verify=false', '--src-creds', creds);
    const manifest = JSON.parse(await readFile(join(folder, 'built/manifest.json'), 'utf8')) as {
      layers: { size: number; digest: string }[];
    };
    for (const { size, digest: layer } of manifest.layers)
      expect((await stat(join(folder, 'built', layer.slice(7)))).size).toBe(size);
    const inspected = JSON.parse(
      await skopeo('inspect', image('built', 'v1'), '--tls-verify=false', '--creds', creds),
    ) as { Digest: string };
    expect(inspected.Digest).toBe(stdout.trim());
    // And back into the registry, through OCI's own layout, which checks every size.
    await skopeo(
      'copy',
      image('built', 'v1'),
      'oci:built-oci:v1',
      '--src-tls-verify=false',
      '--src-creds',
      creds,
    );
    await push(creds.slice(4), image('built', 'v2'), 'oci:built-oci:v1');
  });

  test('an image behind a pull through cache rule is whole', async () => {
    const exec = (script: string) =>
      fetch(`${serving.url}/_drydock/exec`, { method: 'POST', body: script }).then((answer) => answer.json());
    await exec(
      'aws ecr create-pull-through-cache-rule --ecr-repository-prefix gallery --upstream-registry-url public.ecr.aws',
    );
    const creds = `AWS:${await password()}`;
    await skopeo(
      'copy',
      '--all',
      image('gallery/docker/library/nginx', 'alpine'),
      'oci:nginx:alpine',
      '--src-tls-verify=false',
      '--src-creds',
      creds,
    );
  });

  test('copies, inspects, lists, copies back and on, and deletes', async () => {
    const secret = await password();
    const creds = ['--tls-verify=false', '--creds', `AWS:${secret}`];
    await push(secret, image('web', 'v1'));
    expect(JSON.parse(await skopeo('inspect', ...creds, image('web', 'v1')))).toMatchObject({
      Digest: digest,
      RepoTags: ['v1'],
      Architecture: 'amd64',
    });
    expect(JSON.parse(await skopeo('inspect', '--config', ...creds, image('web', 'v1')))).toMatchObject({
      config: { Cmd: ['/hello'] },
    });

    await skopeo(
      'copy',
      image('web', 'v1'),
      'dir:back',
      '--src-tls-verify=false',
      '--src-creds',
      `AWS:${secret}`,
    );
    expect((await readdir(join(folder, 'back'))).length).toBe(4);
    await skopeo('copy', image('web', 'v1'), image('copy', 'v1'), ...bothWays(secret));
    expect(JSON.parse(await skopeo('list-tags', ...creds, image('copy')))).toMatchObject({ Tags: ['v1'] });

    await skopeo('delete', ...creds, image('web', 'v1'));
    expect(JSON.parse(await skopeo('list-tags', ...creds, image('web')))).toMatchObject({ Tags: [] });
    expect(await refusal(skopeo('inspect', ...creds, image('web', 'v1')))).toContain('manifest unknown');
  });

  test('pushes what the API describes, Docker’s format as well', async () => {
    const secret = await password();
    await skopeo(
      'copy',
      '--format',
      'v2s2',
      'oci:image:v1',
      image('web', 'docker'),
      '--dest-tls-verify=false',
      '--dest-creds',
      `AWS:${secret}`,
    );
    const ecr = new ECRClient({
      endpoint: serving.url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    const { imageDetails } = await ecr.send(new DescribeImagesCommand({ repositoryName: 'web' }));
    expect(imageDetails).toMatchObject([
      {
        imageTags: ['docker'],
        imageManifestMediaType: 'application/vnd.docker.distribution.manifest.v2+json',
      },
    ]);
  });

  test('shows ECR’s refusals', async () => {
    const secret = await password();
    expect(await refusal(push(secret, image('nowhere', 'v1')))).toContain(
      "name unknown: The repository with name 'nowhere' does not exist in the registry with id '123456789012'",
    );
    await writeLayout(join(folder, 'other'), 'v2', 'another layer');
    await push(secret, image('copy', 'fixed'));
    expect(await refusal(push(secret, image('copy', 'fixed'), 'oci:other:v2'))).toContain(
      "tag invalid: The image tag 'fixed' already exists in the 'copy' repository and cannot be overwritten because the tag is immutable.",
    );
    expect(await refusal(push('hunter2', image('web', 'v1')))).not.toBe('nothing was refused');
    expect(
      await refusal(skopeo('inspect', '--tls-verify=false', '--no-creds', image('web', 'v1'))),
    ).toContain('unauthorized');
  });

  test('is refused once the token is 12 hours old, until it comes with a new one', async () => {
    const secret = await password();
    await fetch(`${serving.url}/_drydock/clock`, {
      method: 'POST',
      body: JSON.stringify({ advance: 12 * 3600 }),
    });
    expect(
      await refusal(
        skopeo('inspect', '--tls-verify=false', '--creds', `AWS:${secret}`, image('web', 'docker')),
      ),
    ).toContain('Your authorization token has expired. Reauthenticate and try again.');
    expect(await refusal(push(secret, image('web', 'late')))).toContain('403');
    await push(await password(), image('web', 'late'));
  });
});

function bothWays(secret: string): string[] {
  return [
    '--src-tls-verify=false',
    '--dest-tls-verify=false',
    '--src-creds',
    `AWS:${secret}`,
    '--dest-creds',
    `AWS:${secret}`,
  ];
}
