import { gunzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { BuildOutput, Vertex } from '../../../simulator/docker/index.ts';
import { readTar } from '../../../simulator/docker/tar.ts';
import { digestOf } from '../../../simulator/ecr/digest.ts';
import { openEngine, outputOf, refusalOf, type Engine } from './engine.ts';

function build(
  engine: Engine,
  dockerfile: string,
  files: Record<string, string> = {},
  more: object = {},
): BuildOutput {
  return outputOf(engine.call('ImageBuild', { dockerfile, files, tags: ['app'], ...more }));
}

const imageOf = ({ cloud }: Engine, { id }: BuildOutput) => cloud.state.docker.images.get(id)!;
const steps = (output: { vertices: Vertex[] }) =>
  output.vertices.filter(({ name }) => name.startsWith('[') && !name.startsWith('[internal]'));

const aspNet = `FROM mcr.microsoft.com/dotnet/aspnet:5.0 AS base
WORKDIR /app
EXPOSE 80
EXPOSE 443

FROM mcr.microsoft.com/dotnet/sdk:5.0 AS build
WORKDIR /src
COPY ["SampleContainer/SampleContainer.csproj", "SampleContainer/"]
RUN dotnet restore "SampleContainer/SampleContainer.csproj"
COPY . .
WORKDIR "/src/SampleContainer"
RUN dotnet build "SampleContainer.csproj" -c Release -o /app/build

FROM build AS publish
RUN dotnet publish "SampleContainer.csproj" -c Release -o /app/publish

FROM base AS final
WORKDIR /app
COPY --from=publish /app/publish .
ENTRYPOINT ["dotnet", "SampleContainer.dll"]
`;

describe('a build', () => {
  it('has true digests: of the layers, of the configuration, of the manifest', () => {
    const engine = openEngine();
    const image = imageOf(engine, build(engine, 'FROM busybox\nCOPY a.txt /a/\n', { 'a.txt': 'hello\n' }));
    const layer = engine.cloud.state.docker.layers.get(image.layers.at(-1)!)!;
    expect(digestOf(layer.bytes)).toBe(layer.digest);
    expect(digestOf(gunzipSync(layer.bytes))).toBe(layer.diffId);
    expect(digestOf(image.configText)).toBe(image.id);
    expect(digestOf(image.manifestText)).toBe(image.manifestDigest);
    expect(
      readTar(gunzipSync(layer.bytes)).map(({ path, content }) => [path, new TextDecoder().decode(content)]),
    ).toEqual([['a/a.txt', 'hello\n']]);
    const manifest = JSON.parse(image.manifestText) as {
      config: { digest: string; size: number };
      layers: { digest: string; size: number }[];
    };
    expect(manifest.config).toEqual({
      mediaType: 'application/vnd.docker.container.image.v1+json',
      size: image.configText.length,
      digest: image.id,
    });
    expect(manifest.layers.at(-1)).toEqual({
      mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
      size: layer.bytes.length,
      digest: layer.digest,
    });
    expect(image.document.rootfs.diff_ids.at(-1)).toBe(layer.diffId);
  });

  it('is the same to the byte in another world', () => {
    const files = { 'index.html': 'hi\n', 'deep/er/file.txt': 'x' };
    const [one, other] = [openEngine(), openEngine()].map((engine) =>
      imageOf(engine, build(engine, 'FROM httpd:2.4\nCOPY . /srv/\nRUN echo a > /b\n', files)),
    );
    expect(one).toEqual(other);
  });

  it('takes steps from the cache until one changes', () => {
    const engine = openEngine();
    const dockerfile = 'FROM busybox\nCOPY a /a\nCOPY b /b\nRUN echo c > /c\n';
    const cachedOf = (output: BuildOutput) => steps(output).map(({ cached }) => cached);
    const first = build(engine, dockerfile, { a: '1', b: '1' });
    expect(cachedOf(first)).toEqual([false, false, false, false]);
    const second = build(engine, dockerfile, { a: '1', b: '1' });
    expect([cachedOf(second), second.id]).toEqual([[true, true, true, true], first.id]);
    expect(cachedOf(build(engine, dockerfile, { a: '1', b: '2' }))).toEqual([true, true, false, false]);
    expect(cachedOf(build(engine, dockerfile, { a: '1', b: '1' }, { noCache: true }))).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it('writes the configuration that the instructions say', () => {
    const engine = openEngine();
    const dockerfile = `FROM busybox
ARG VERSION=1
ENV A=1 B="two words"
LABEL owner=me
EXPOSE 8080 53/udp
WORKDIR /srv
WORKDIR app
USER nobody
VOLUME /data
STOPSIGNAL SIGQUIT
HEALTHCHECK --interval=30s --retries=3 CMD curl -f localhost
ENTRYPOINT ["/run", "$A"]
CMD echo $A
`;
    const { document } = imageOf(engine, build(engine, dockerfile));
    expect(document.config).toEqual({
      Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', 'A=1', 'B=two words'],
      Labels: { owner: 'me' },
      ExposedPorts: { '8080/tcp': {}, '53/udp': {} },
      WorkingDir: '/srv/app',
      User: 'nobody',
      Volumes: { '/data': {} },
      StopSignal: 'SIGQUIT',
      Healthcheck: { Test: ['CMD-SHELL', 'curl -f localhost'], Interval: 30e9, Retries: 3 },
      Entrypoint: ['/run', '$A'],
      Cmd: ['/bin/sh', '-c', 'echo $A'],
    });
    expect([document.os, document.architecture]).toEqual(['linux', 'amd64']);
  });

  it("builds Visual Studio's Dockerfile of four stages, and the program in it runs", () => {
    const engine = openEngine();
    const output = build(engine, aspNet, {
      'SampleContainer/SampleContainer.csproj': '<Project/>\n',
      'SampleContainer/Program.cs': '',
    });
    expect(steps(output).map(({ name }) => name.replace(/@sha256:.*/, ''))).toEqual([
      '[base 1/2] FROM mcr.microsoft.com/dotnet/aspnet:5.0',
      '[base 2/2] WORKDIR /app',
      '[build 1/7] FROM mcr.microsoft.com/dotnet/sdk:5.0',
      '[build 2/7] WORKDIR /src',
      '[build 3/7] COPY ["SampleContainer/SampleContainer.csproj", "SampleContainer/"]',
      '[build 4/7] RUN dotnet restore "SampleContainer/SampleContainer.csproj"',
      '[build 5/7] COPY . .',
      '[build 6/7] WORKDIR "/src/SampleContainer"',
      '[build 7/7] RUN dotnet build "SampleContainer.csproj" -c Release -o /app/build',
      '[publish 2/2] RUN dotnet publish "SampleContainer.csproj" -c Release -o /app/publish',
      '[final 2/3] WORKDIR /app',
      '[final 3/3] COPY --from=publish /app/publish .',
    ]);
    const { behaviour } = outputOf<{ behaviour: object }>(engine.call('ContainerRun', { image: 'app' }));
    expect(behaviour).toMatchObject({ kind: 'serves', ports: [80] });
  });

  it('builds only what the target needs', () => {
    const engine = openEngine();
    const output = build(
      engine,
      'FROM busybox AS a\nRUN echo a > /a\nFROM nosuch AS b\nFROM a AS c\nCOPY --from=a /a /c\n',
      {},
      { target: 'c' },
    );
    expect(steps(output).map(({ name }) => name.replace(/@sha256:.*/, ''))).toEqual([
      '[a 1/2] FROM docker.io/library/busybox:latest',
      '[a 2/2] RUN echo a > /a',
      '[c 2/2] COPY --from=a /a /c',
    ]);
  });

  it('takes build arguments and the platform', () => {
    const engine = openEngine();
    const output = build(
      engine,
      'ARG TAG=3.22\nFROM alpine:$TAG\nARG NAME=none\nENV GREETING="hi $NAME"\n',
      {},
      { buildArgs: { TAG: '3.21', NAME: 'you' }, platform: 'linux/arm64' },
    );
    const { document } = imageOf(engine, output);
    expect([document.architecture, document.config.Env?.at(-1)]).toEqual(['arm64', 'GREETING=hi you']);
  });

  const refused: [dockerfile: string, message: RegExp | string, line: number | undefined][] = [
    ['', 'failed to solve: the Dockerfile cannot be empty', undefined],
    [
      'FROM busybox\nCOPY nope /x\n',
      /^failed to solve: failed to compute cache key: failed to calculate checksum of ref \w{25}::\w{25}: "\/nope": not found$/,
      2,
    ],
    [
      'FROM busybox\nCOPY a b /x\n',
      'failed to solve: dockerfile parse error on line 2: When using COPY with more than one source file, the destination must be a directory and end with a /',
      2,
    ],
    [
      'FROM busybox\nCOPPY a b\n',
      'failed to solve: dockerfile parse error on line 2: unknown instruction: COPPY (did you mean COPY?)',
      2,
    ],
    [
      'FROM nosuch\n',
      'failed to solve: nosuch: failed to resolve source metadata for docker.io/library/nosuch:latest: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
      1,
    ],
    [
      'FROM httpd:9\n',
      'failed to solve: httpd:9: failed to resolve source metadata for docker.io/library/httpd:9: docker.io/library/httpd:9: not found',
      1,
    ],
    [
      'FROM busybox\nRUN exit 3\n',
      'failed to solve: process "/bin/sh -c exit 3" did not complete successfully: exit code: 3',
      2,
    ],
    [
      'FROM busybox\nRUN nosuch --x\n',
      'failed to solve: process "/bin/sh -c nosuch --x" did not complete successfully: exit code: 127',
      2,
    ],
    [
      'FROM debian\nRUN apt-get update && apt-get install curl\n',
      'failed to solve: process "/bin/sh -c apt-get update && apt-get install curl" did not complete successfully: exit code: 1',
      2,
    ],
    [
      'FROM node:24\nRUN npm ci\n',
      'failed to solve: process "/bin/sh -c npm ci" did not complete successfully: exit code: 254',
      2,
    ],
  ];
  for (const [dockerfile, message, line] of refused) {
    it(`refuses ${JSON.stringify(dockerfile)} and leaves the engine as it was`, () => {
      const engine = openEngine();
      const before = engine.cloud.snapshot();
      const reply = engine.call('ImageBuild', { dockerfile, files: {} });
      if (typeof message === 'string') expect(refusalOf(reply)).toBe(message);
      else expect(refusalOf(reply)).toMatch(message);
      expect(reply.ok ? undefined : reply.error.details?.['line']).toBe(line);
      expect(engine.cloud.snapshot()).toBe(before);
    });
  }
  it('refuses a target that there is not', () => {
    expect(
      refusalOf(openEngine().call('ImageBuild', { dockerfile: 'FROM busybox\n', files: {}, target: 'x' })),
    ).toBe('failed to solve: target stage "x" could not be found');
  });
});
