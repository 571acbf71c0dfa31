import { describe, expect, it } from 'vitest';
import { openBench } from './bench.ts';

const host = '123456789012.dkr.ecr.us-east-1.amazonaws.com';
const login = `aws ecr get-login-password | docker login -u AWS --password-stdin ${host}`;
const files = {
  Dockerfile: [
    'FROM --platform=$BUILDPLATFORM golang:1.25 AS build',
    'ARG TARGETOS TARGETARCH',
    'WORKDIR /src',
    'COPY . .',
    'RUN GOOS=$TARGETOS GOARCH=$TARGETARCH go build -o /out/app .',
    'FROM alpine:3.20',
    'COPY --from=build /out/app /app',
    'CMD ["/app"]',
    '',
  ].join('\n'),
  'main.go': 'package main\n',
  'go.mod': 'module app\n',
};

async function opened(given: Record<string, string> = files) {
  const { shell } = await openBench(given);
  const run = async (line: string) => {
    const { stdout, stderr, exitCode } = await shell.run(line);
    if (exitCode !== 0) throw new Error(`${line}: ${stdout}${stderr}`);
    return stdout;
  };
  return { shell, run };
}

const platformsIn = (text: string) =>
  (JSON.parse(text) as { manifests: { platform: { os: string; architecture: string } }[] }).manifests.map(
    ({ platform: { os, architecture } }) => `${os}/${architecture}`,
  );

describe('images for several platforms', () => {
  it('need a builder in a container, are pushed as an index, and are pulled by platform', async () => {
    const { shell, run } = await opened();
    await run('aws ecr create-repository --repository-name app');
    await run(login);
    const build = `docker buildx build --platform linux/amd64,linux/arm64 -t ${host}/app:v1 --push .`;
    expect(await shell.run(build)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('Multi-platform build is not supported for the docker driver.'),
    });
    expect(await run('docker buildx create --name both --use')).toBe('both\n');
    expect(await run('docker buildx ls')).toContain('both*');
    await run(build);
    expect(platformsIn(await run(`docker manifest inspect ${host}/app:v1`))).toEqual([
      'linux/amd64',
      'linux/arm64',
    ]);
    const verbose = JSON.parse(await run(`docker manifest inspect --verbose ${host}/app:v1`));
    expect(verbose).toMatchObject(
      ['amd64', 'arm64'].map((architecture) => ({ Descriptor: { platform: { os: 'linux', architecture } } })),
    );
    const [{ Ref, Descriptor, Raw, SchemaV2Manifest, OCIManifest }] = verbose;
    expect(Ref).toBe(`${host}/app:v1@${Descriptor.digest}`);
    expect(JSON.parse(atob(Raw))).toEqual(SchemaV2Manifest ?? OCIManifest);
    await run(`docker pull --platform linux/arm64 ${host}/app:v1`);
    expect(await run(`docker image inspect -f '{{.Architecture}}' ${host}/app:v1`)).toBe('arm64\n');
    const described = await run(
      'aws ecr describe-images --repository-name app --image-ids imageTag=v1 --query "imageDetails[0].imageManifestMediaType" --output text',
    );
    expect(described).toBe('application/vnd.oci.image.index.v1+json\n');
  });

  it('are joined by docker manifest', async () => {
    const { shell, run } = await opened();
    await run('aws ecr create-repository --repository-name app');
    await run(login);
    for (const architecture of ['amd64', 'arm64']) {
      await run(`docker build --platform linux/${architecture} -t ${host}/app:${architecture} .`);
      await run(`docker push ${host}/app:${architecture}`);
    }
    const create = `docker manifest create ${host}/app:v1 ${host}/app:amd64 ${host}/app:arm64`;
    expect(await run(create)).toBe(`Created manifest list ${host}/app:v1\n`);
    expect((await shell.run(create)).stderr).toBe(
      'refusing to amend an existing manifest list with no --amend flag\n',
    );
    const digest = (await run(`docker manifest push ${host}/app:v1`)).trim();
    expect(
      (
        await run(
          'aws ecr batch-get-image --repository-name app --image-ids imageTag=v1 --query "images[0].imageId.imageDigest" --output text',
        )
      ).trim(),
    ).toBe(digest);
    expect((await shell.run(`docker manifest create ${host}/app:v2 ${host}/app:none`)).stderr).toBe(
      `no such manifest: ${host}/app:none\n`,
    );
  });

  it('for another processor end at once', async () => {
    const { run, shell } = await opened();
    await run('docker pull --platform linux/arm64 httpd:2.4');
    expect(await shell.run('docker run --rm httpd:2.4')).toMatchObject({
      exitCode: 255,
      stdout: 'exec /usr/local/bin/httpd-foreground: exec format error\n',
      stderr:
        "WARNING: The requested image's platform (linux/arm64) does not match the detected host platform (linux/amd64) and no specific platform was requested\n",
    });
  });
});

describe('what a build makes', () => {
  it('has a history, which can be shown in other words', async () => {
    const { run } = await opened({ Dockerfile: 'FROM alpine:3.20\nLABEL a=b\n' });
    await run('docker build -q -t app:v1 .');
    const [id, whole] = (await run('docker history app:v1 | head -2 | tail -1')).split(/\s{2,}/);
    expect(whole).toBe('Less than a second ago');
    expect(await run("docker history --format '{{.ID}} {{.CreatedBy}}' app:v1 | head -1")).toBe(
      `${id} LABEL a=b\n`,
    );
    expect(JSON.parse(await run('docker history --format json app:v1 | head -1'))).toMatchObject({
      ID: id,
      CreatedBy: 'LABEL a=b',
      Size: '0B',
    });
  });

  it('changes with its sources, and only with them', async () => {
    const dockerfile = [
      'FROM mcr.microsoft.com/dotnet/sdk:8.0 AS build',
      'WORKDIR /src',
      'COPY . .',
      'RUN dotnet publish -c Release -o /app',
      'FROM mcr.microsoft.com/dotnet/aspnet:8.0',
      'WORKDIR /app',
      'COPY --from=build /app .',
      'ENTRYPOINT ["dotnet", "web.dll"]',
      '',
    ].join('\n');
    const { shell, run } = await opened({
      Dockerfile: dockerfile,
      'web.csproj': '<Project/>\n',
      'Program.cs': '// 1\n',
      'README.md': 'one\n',
    });
    const layers = async () => {
      await run('docker build -q -t web .');
      return run("docker image inspect -f '{{json .RootFS.Layers}}' web");
    };
    const first = await layers();
    await shell.writeFile('README.md', 'two\n');
    expect(await layers()).toBe(first);
    await shell.writeFile('Program.cs', '// 2\n');
    expect(await layers()).not.toBe(first);
  });
});

describe('a container that has been made', () => {
  it('can be started again and entered, in its working folder', async () => {
    const { shell, run } = await opened({
      Dockerfile: 'FROM nginx:alpine\nWORKDIR /usr/share/nginx/html\nCOPY index.html .\n',
      'index.html': '<h1>Hi</h1>\n',
    });
    await run('docker build -t web .');
    await run('docker run -d --name web -e COLOUR=blue web');
    expect(await run('docker exec web cat index.html')).toBe('<h1>Hi</h1>\n');
    expect(await run('docker exec -w /usr web pwd')).toBe('/usr\n');
    expect(await run('docker exec web env')).toContain('COLOUR=blue\n');
    expect(await run('docker run --rm web cat index.html')).toBe('<h1>Hi</h1>\n');
    expect(await shell.run('docker exec web nothing')).toMatchObject({
      exitCode: 127,
      stderr:
        'OCI runtime exec failed: exec failed: unable to start container process: exec: "nothing": executable file not found in $PATH\n',
    });
    await run('docker stop web');
    expect((await shell.run('docker exec web pwd')).stderr).toMatch(
      /^Error response from daemon: container [0-9a-f]{64} is not running\n$/,
    );
    expect(await run('docker start web')).toBe('web\n');
    expect(await run("docker ps --format '{{.Names}} {{.State}}'")).toBe('web running\n');
  });
});

describe('the public gallery', () => {
  it('takes a push with its token, and refuses pulls with one that has run out until logout', async () => {
    const { shell, run } = await opened();
    const uri = (
      await run(
        'aws ecr-public create-repository --repository-name app --region us-east-1 --query repository.repositoryUri --output text',
      )
    ).trim();
    await run(`docker build -t ${uri}:v1 .`);
    expect((await shell.run(`docker push ${uri}:v1`)).stderr).toBe('no basic auth credentials\n');
    await run(
      'aws ecr-public get-login-password --region us-east-1 | docker login -u AWS --password-stdin public.ecr.aws',
    );
    await run(`docker push ${uri}:v1`);
    await run(`docker rmi ${uri}:v1`);
    await run('sleep 43200');
    const name = uri.slice(uri.indexOf('/') + 1);
    expect((await shell.run(`docker pull ${uri}:v1`)).stderr).toBe(
      `Error response from daemon: pull access denied for public.ecr.aws/${name}, repository does not exist or may require 'docker login': denied: Your authorization token has expired. Reauthenticate and try again.\n`,
    );
    await run('docker logout public.ecr.aws');
    expect(await run(`docker pull ${uri}:v1`)).toContain(`Status: Downloaded newer image for ${uri}:v1`);
  });
});
