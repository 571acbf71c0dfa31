import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readTar, writeTar, type Entry } from '../../simulator/docker/tar.ts';
import { openBench, type Bench } from './bench.ts';

const registry = '123456789012.dkr.ecr.us-east-1.amazonaws.com';
const out = (stdout: string, stderr = '', exitCode = 0) => ({ stdout, stderr, exitCode });
const utf8 = new TextEncoder();
const execute = promisify(execFile);

/** A bench with the image `web:v1`, of three layers, and a registry to push it to. */
async function opened(): Promise<Bench> {
  const bench = await openBench({
    Dockerfile: 'FROM public.ecr.aws/docker/library/httpd:2.4\nRUN apt-get update\nCOPY index.html /srv/\n',
    'index.html': '<h1>Ahoy ⚓</h1>\n',
  });
  await bench.shell.run('docker build -q -t web:v1 . && aws ecr create-repository --repository-name web');
  await bench.shell.run(`aws ecr get-login-password | docker login -u AWS --password-stdin ${registry}`);
  return bench;
}

/** The bytes of a file of the bench, as the journal keeps them. */
function fileOf({ files }: Bench, name: string): Uint8Array {
  const [, content] = files.findLast(([path]) => path.endsWith(`/${name}`))!;
  return utf8.encode(content);
}

async function json(bench: Bench, line: string): Promise<any> {
  return JSON.parse((await bench.shell.run(line)).stdout);
}

describe('docker save', () => {
  test('writes an OCI image layout with the manifest.json of Docker beside it', async () => {
    const bench = await opened();
    expect(await bench.shell.run('docker save -o web.tar web:v1')).toEqual(out(''));
    const entries = readTar(fileOf(bench, 'web.tar'));
    const texts = new Map(
      entries.map(({ path, content }) => [path, new TextDecoder().decode(content)] as const),
    );
    const [image] = await json(bench, 'docker inspect web:v1');
    const blobs = entries.filter(({ path }) => /^blobs\/sha256\/./.test(path));
    for (const { path, content } of blobs)
      expect(path).toBe(`blobs/sha256/${createHash('sha256').update(content).digest('hex')}`);
    const layers = image.RootFS.Layers.map((digest: string) => `blobs/${digest.replace(':', '/')}`);
    const [saved] = JSON.parse(texts.get('manifest.json')!);
    expect(saved).toMatchObject({
      Config: `blobs/${image.Id.replace(':', '/')}`,
      RepoTags: ['web:v1'],
      Layers: layers,
    });
    expect(JSON.parse(texts.get('repositories')!)).toEqual({ web: { v1: layers.at(-1).slice(13) } });
    const { manifests } = JSON.parse(texts.get('index.json')!);
    expect(manifests[0].annotations).toEqual({
      'io.containerd.image.name': 'docker.io/library/web:v1',
      'org.opencontainers.image.ref.name': 'v1',
    });
    const manifest = JSON.parse(texts.get(`blobs/${manifests[0].digest.replace(':', '/')}`)!);
    expect(manifest.layers.map(({ digest }: { digest: string }) => digest)).toEqual(image.RootFS.Layers);
    expect(texts.get('oci-layout')).toBe('{"imageLayoutVersion":"1.0.0"}');
  });

  test('takes a repository with all its tags, and an id without a name', async () => {
    const bench = await opened();
    const [{ Id }] = await json(bench, 'docker inspect web:v1');
    await bench.shell.run(
      'docker tag web:v1 web:v2 && docker save web > all.tar && docker save -o id.tar ' + Id,
    );
    const tags = (name: string) => {
      const found = readTar(fileOf(bench, name)).find(({ path }) => path === 'manifest.json')!;
      return JSON.parse(new TextDecoder().decode(found.content)).map((each: any) => each.RepoTags);
    };
    expect(tags('all.tar')).toEqual([['web:v1', 'web:v2']]);
    expect(tags('id.tar')).toEqual([null]);
    await bench.shell.run('docker rmi web:v1 web:v2');
    expect(await bench.shell.run('docker load -i id.tar')).toEqual(out(`Loaded image ID: ${Id}\n`));
  });

  // Skipped, and counted so, where skopeo is not there.
  test.skipIf(!(process.env['PATH'] ?? '').split(':').some((folder) => existsSync(join(folder, 'skopeo'))))(
    'skopeo reads the archive',
    async () => {
      const bench = await opened();
      await bench.shell.run('docker save -o web.tar web:v1');
      const [image] = await json(bench, 'docker inspect web:v1');
      const folder = mkdtempSync(join(tmpdir(), 'drydock-archive-'));
      try {
        writeFileSync(join(folder, 'web.tar'), fileOf(bench, 'web.tar'));
        const inspect = ['inspect', 'docker-archive:web.tar:web:v1'];
        const { stdout } = await execute('skopeo', inspect, { cwd: folder });
        const read = JSON.parse(stdout);
        expect(read.Layers).toEqual(image.RootFS.Layers);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );
});

describe('docker load', () => {
  test.each([
    ['a file', 'docker save -o web.tar web:v1', 'docker load -i web.tar'],
    ['standard input', 'docker save web:v1 > web.tar', 'docker load < web.tar'],
    ['a pipe through gzip', 'docker save web:v1 | gzip > /tmp/web.tgz', 'cat /tmp/web.tgz | docker load'],
  ])('brings back from %s the very image that was saved', async (_, save, load) => {
    const bench = await opened();
    const before = await bench.shell.run('docker inspect web:v1');
    await bench.shell.run(`docker tag web:v1 ${registry}/web:v1 && docker push ${registry}/web:v1`);
    await bench.shell.run(`${save} && docker rmi web:v1 ${registry}/web:v1`);
    expect((await bench.shell.run('docker images -q')).stdout).toBe('');
    expect(await bench.shell.run(load)).toEqual(out('Loaded image: web:v1\n'));
    const after = await bench.shell.run('docker inspect web:v1');
    expect(after.stdout).toBe(before.stdout);
    const digest = 'aws ecr list-images --repository-name web --query "imageIds[].imageDigest" --output text';
    const pushed = await bench.shell.run(digest);
    await bench.shell.run(`docker tag web:v1 ${registry}/web:v1 && docker push ${registry}/web:v1`);
    expect(await bench.shell.run(digest)).toEqual(pushed);
  });

  test('an engine that never saw the image has it with its weight', async () => {
    const one = await opened();
    await one.shell.run('docker save -o web.tar web:v1');
    const other = await openBench({ 'web.tar': new TextDecoder().decode(fileOf(one, 'web.tar')) });
    expect(await other.shell.run('docker load -i web.tar')).toEqual(out('Loaded image: web:v1\n'));
    const size = (bench: Bench) => json(bench, 'docker inspect web:v1');
    const [{ Size, Id }] = await size(one);
    expect(await size(other)).toMatchObject([{ Size, Id }]);
    expect(Size).toBeGreaterThan(100_000_000);
    const weights = ({ cloud }: Bench) =>
      [...cloud.state.docker.layers.values()].map(({ digest, size: bytes }) => [digest, bytes]);
    expect(weights(one)).toEqual(expect.arrayContaining(weights(other)));
  });

  test('a name that stood on another image moves, and says so', async () => {
    const bench = await opened();
    const [{ Id }] = await json(bench, 'docker inspect web:v1');
    await bench.shell.run(
      'docker save -o web.tar web:v1; echo new > index.html; docker build -q -t web:v1 .',
    );
    const [now] = await json(bench, 'docker inspect web:v1');
    expect(await bench.shell.run('docker load -i web.tar')).toEqual(
      out(
        `The image web:v1 already exists, renaming the old one with ID ${now.Id} to empty string\nLoaded image: web:v1\n`,
      ),
    );
    expect(await json(bench, 'docker inspect web:v1')).toMatchObject([{ Id }]);
  });

  test.each([
    ['docker save nope', 'Error response from daemon: reference does not exist\n'],
    [
      'docker save -o none/web.tar web:v1',
      'failed to save image: invalid output path: directory "none" does not exist\n',
    ],
    [
      'docker save',
      "docker: 'docker save' requires at least 1 argument\n\nUsage:  docker save [OPTIONS] IMAGE [IMAGE...]\n\nRun 'docker save --help' for more information\n",
    ],
    ['docker load', 'requested load from stdin, but stdin is empty\n'],
    ['docker load -i none.tar', 'open none.tar: no such file or directory\n'],
    [
      'docker load -i index.html',
      'Error response from daemon: invalid archive: does not contain a manifest.json\n',
    ],
  ])('%s is refused', async (line, stderr) => {
    const bench = await opened();
    expect(await bench.shell.run(line)).toEqual(out('', stderr, 1));
  });

  test('an archive of any shape is loaded or refused, and a refused one leaves nothing behind', async () => {
    const bench = await opened();
    await bench.shell.run('docker save -o web.tar web:v1');
    const whole = readTar(fileOf(bench, 'web.tar'));
    const load = (archive: Uint8Array) => {
      const before = bench.cloud.snapshot();
      const call = {
        service: 'docker',
        operation: 'ImageLoad',
        input: { archive: Buffer.from(archive).toString('base64') },
        region: 'us-east-1',
        principal: 'arn:aws:iam::123456789012:user/learner',
      };
      const reply = bench.cloud.apply({ type: 'call', at: bench.cloud.now, call });
      if (reply.ok) return;
      expect(reply.error.message.length).toBeGreaterThan(0);
      expect(bench.cloud.snapshot()).toBe(before);
    };
    const member = fc.constantFrom('Config', 'RepoTags', 'Layers', 'rootfs', 'os', 'history', 'config');
    fc.assert(
      fc.property(fc.nat(whole.length - 1), member, fc.jsonValue(), (at, name, value) => {
        const changed = whole.map((entry, index): Entry => {
          if (index !== at) return entry;
          try {
            const document = JSON.parse(new TextDecoder().decode(entry.content)) as any;
            (Array.isArray(document) ? document[0] : document)[name] = value;
            return { ...entry, content: utf8.encode(JSON.stringify(document)) };
          } catch {
            return { ...entry, content: utf8.encode(JSON.stringify(value)) };
          }
        });
        load(writeTar(changed));
      }),
      { numRuns: 150 },
    );
    fc.assert(
      fc.property(fc.nat(20_000), (length) => load(fileOf(bench, 'web.tar').subarray(0, length))),
      { numRuns: 100 },
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 2000 }), load), { numRuns: 100 });
  });
});
