import { describe, expect, it } from 'vitest';
import { openBench } from './bench.ts';

const host = '123456789012.dkr.ecr.us-east-1.amazonaws.com';
const files = {
  Dockerfile: 'FROM public.ecr.aws/docker/library/httpd:2.4\nCOPY index.html /usr/local/apache2/htdocs/\n',
  'index.html': '<h1>Hello</h1>\n',
};
const login = `aws ecr get-login-password --region us-east-1 | docker login --username AWS --password-stdin ${host}`;
const out = (stdout: string, stderr = '', exitCode = 0) => ({ stdout, stderr, exitCode });

async function after(lines: readonly string[], given: Record<string, string> = files) {
  const bench = await openBench(given);
  for (const line of lines) await bench.shell.run(line);
  return bench;
}

/** Digests and ids depend on every byte of the base image's stand-in: the shape is what a person reads. */
const shaped = (text: string) =>
  text.replaceAll(/sha256:[0-9a-f]{64}/g, 'sha256:…').replaceAll(/\b[0-9a-f]{12}\b(?!\.dkr)/g, '…');

describe('docker build', () => {
  it("prints BuildKit's plain progress on standard error, and takes the time that it says", async () => {
    const { shell, now } = await openBench(files);
    const { stdout, stderr, exitCode } = await shell.run('docker build -t web:v1 .');
    expect({ stdout, stderr: shaped(stderr), exitCode }).toEqual(
      out(
        '',
        `#0 building with "default" instance using docker driver

#1 [internal] load build definition from Dockerfile
#1 transferring dockerfile: 88B done
#1 DONE 0.0s

#2 [internal] load metadata for public.ecr.aws/docker/library/httpd:2.4
#2 DONE 0.7s

#3 [internal] load .dockerignore
#3 transferring context: 2B done
#3 DONE 0.0s

#4 [internal] load build context
#4 transferring context: 135B done
#4 DONE 0.0s

#5 [1/2] FROM public.ecr.aws/docker/library/httpd:2.4@sha256:…
#5 resolve public.ecr.aws/docker/library/httpd:2.4@sha256:… done
#5 DONE 1.9s

#6 [2/2] COPY index.html /usr/local/apache2/htdocs/
#6 DONE 0.1s

#7 exporting to image
#7 exporting layers done
#7 writing image sha256:… done
#7 naming to docker.io/library/web:v1 done
#7 DONE 0.1s
`,
      ),
    );
    expect(now()).toBe(2945);
  });

  it('shows the step, the line and the reason when a file is missing', async () => {
    const { shell } = await openBench({ Dockerfile: 'FROM busybox\nCOPY nope.html /x\n\nCMD ["sh"]\n' });
    const { stdout, stderr, exitCode } = await shell.run('docker build .');
    const shown = stderr.slice(stderr.indexOf('#6 ')).replaceAll(/ref \w{25}::\w{25}/g, 'ref …');
    expect({ stdout, stderr: shown, exitCode }).toEqual(
      out(
        '',
        `#6 [2/2] COPY nope.html /x
#6 ERROR: failed to calculate checksum of ref …: "/nope.html": not found
------
 > [2/2] COPY nope.html /x:
------
Dockerfile:2
--------------------
   1 |     FROM busybox
   2 | >>> COPY nope.html /x
   3 |     
   4 |     CMD ["sh"]
--------------------
ERROR: failed to build: failed to solve: failed to compute cache key: failed to calculate checksum of ref …: "/nope.html": not found
`,
        1,
      ),
    );
  });

  for (const [line, stderr, exitCode] of [
    ['docker build nope', 'ERROR: failed to build: unable to prepare context: path "nope" not found\n', 1],
    [
      'docker build',
      "ERROR: docker: 'docker buildx build' requires 1 argument\n\nUsage:  docker buildx build [OPTIONS] PATH | URL | -\n\nRun 'docker buildx build --help' for more information\n",
      1,
    ],
    [
      'docker build -t Web .',
      'ERROR: failed to build: invalid tag "Web": invalid reference format: repository name (library/Web) must be lowercase\n',
      1,
    ],
  ] as const) {
    it(line, async () => {
      const { shell } = await openBench(files);
      const output = await shell.run(line);
      expect({ ...output, stderr: output.stderr.slice(output.stderr.indexOf('ERROR')) }).toEqual(
        out('', stderr, exitCode),
      );
    });
  }
});

describe('docker login, push and pull against Amazon ECR', () => {
  it('logs in through the pipe as typed', async () => {
    const { shell } = await openBench();
    expect(await shell.run(login)).toEqual(out('Login Succeeded\n'));
  });

  it('pushes layer by layer, knows them the second time, and pulls the same image back', async () => {
    const { shell } = await after([
      'docker build -t web:v1 .',
      'aws ecr create-repository --repository-name web',
      `docker tag web:v1 ${host}/web:v1`,
      login,
    ]);
    const first = await shell.run(`docker push ${host}/web:v1`);
    const layers = '…: Pushed\n'.repeat(7);
    expect({ ...first, stdout: shaped(first.stdout) }).toEqual(
      out(`The push refers to repository [${host}/web]\n${layers}v1: digest: sha256:… size: 1766\n`),
    );
    const second = await shell.run(`docker push ${host}/web:v1`);
    expect(second.stdout).toBe(first.stdout.replaceAll('Pushed', 'Layer already exists'));
    const digest = /sha256:[0-9a-f]{64}/.exec(first.stdout)![0];
    expect(
      await shell.run(
        "aws ecr describe-images --repository-name web --query 'imageDetails[0].[imageDigest,imageTags[0]]' --output text",
      ),
    ).toEqual(out(`${digest}\tv1\n`));
    const id = (await shell.run('docker images -q --no-trunc')).stdout;
    await shell.run(`docker rmi web:v1 ${host}/web:v1`);
    expect(await shell.run('docker images -q')).toEqual(out(''));
    const pulled = await shell.run(`docker pull ${host}/web:v1`);
    expect({ ...pulled, stdout: shaped(pulled.stdout) }).toEqual(
      out(
        `v1: Pulling from web\n${'…: Pull complete\n'.repeat(7)}Digest: sha256:…\nStatus: Downloaded newer image for ${host}/web:v1\n${host}/web:v1\n`,
      ),
    );
    expect((await shell.run('docker images -q --no-trunc')).stdout).toBe(id);
  });

  const refused: [name: string, before: string[], line: string, stdout: string, stderr: string][] = [
    [
      'not logged in',
      [],
      `docker push ${host}/web:v1`,
      `The push refers to repository [${host}/web]\n`,
      'no basic auth credentials\n',
    ],
    [
      'pull, not logged in',
      [],
      `docker pull ${host}/web:v1`,
      '',
      `Error response from daemon: Head "https://${host}/v2/web/manifests/v1": no basic auth credentials\n`,
    ],
    [
      'token expired',
      [login, 'sleep 43201'],
      `docker push ${host}/web:v1`,
      `The push refers to repository [${host}/web]\n`,
      'denied: Your authorization token has expired. Reauthenticate and try again.\n',
    ],
    [
      'repository missing',
      [login, `docker tag web:v1 ${host}/nope:v1`],
      `docker push ${host}/nope:v1`,
      `The push refers to repository [${host}/nope]\n`,
      "name unknown: The repository with name 'nope' does not exist in the registry with id '123456789012'\n",
    ],
    [
      'tag missing',
      [login],
      `docker pull ${host}/web:v9`,
      '',
      `Error response from daemon: manifest for ${host}/web:v9 not found: manifest unknown: Requested image not found\n`,
    ],
    [
      'a token of another Region',
      [],
      `aws ecr get-login-password --region eu-west-1 | docker login --username AWS --password-stdin ${host}`,
      '',
      `Error response from daemon: login attempt to https://${host}/v2/ failed with status: 400 Bad Request\n`,
    ],
    [
      'a password that is no token',
      [],
      `docker login -u AWS -p secret ${host}`,
      '',
      `WARNING! Using --password via the CLI is insecure. Use --password-stdin.\nError response from daemon: login attempt to https://${host}/v2/ failed with status: 400 Bad Request\n`,
    ],
    [
      'no image of that name',
      [login],
      `docker push ${host}/other`,
      `Using default tag: latest\nThe push refers to repository [${host}/other]\n`,
      `An image does not exist locally with the tag: ${host}/other\n`,
    ],
    [
      'an image of Docker Hub that there is not',
      [],
      'docker pull nosuch',
      'Using default tag: latest\n',
      "Error response from daemon: pull access denied for nosuch, repository does not exist or may require 'docker login': denied: requested access to the resource is denied\n",
    ],
  ];
  for (const [name, before, line, stdout, stderr] of refused) {
    it(`refuses: ${name}`, async () => {
      const { shell } = await after([
        'docker build -t web:v1 .',
        'aws ecr create-repository --repository-name web',
        `docker tag web:v1 ${host}/web:v1`,
        ...before,
      ]);
      expect(await shell.run(line)).toEqual(out(stdout, stderr, 1));
    });
  }

  it('keeps an immutable tag', async () => {
    const { shell } = await after([
      'docker build -t web .',
      'aws ecr create-repository --repository-name web --image-tag-mutability IMMUTABLE',
      `docker tag web ${host}/web:v1`,
      login,
      `docker push ${host}/web:v1`,
      'echo again > index.html',
      `docker build -t ${host}/web:v1 .`,
    ]);
    const output = await shell.run(`docker push ${host}/web:v1`);
    expect({ stderr: output.stderr, exitCode: output.exitCode }).toEqual({
      stderr:
        "tag invalid: The image tag 'v1' already exists in the 'web' repository and cannot be overwritten because the tag is immutable.\n",
      exitCode: 1,
    });
  });
});

describe('docker run and its kin', () => {
  it('lists, shows logs, stops and removes', async () => {
    const { shell } = await after([
      'docker build -q -t web .',
      'docker run -d -p 8080:80 --name site web',
      'sleep 90',
    ]);
    const list = await shell.run('docker ps');
    expect(shaped(list.stdout)).toBe(
      'CONTAINER ID   IMAGE     COMMAND              CREATED              STATUS              PORTS                                     NAMES\n…   web       "httpd-foreground"   About a minute ago   Up About a minute   0.0.0.0:8080->80/tcp, [::]:8080->80/tcp   site\n',
    );
    expect(await shell.run('docker rm site')).toEqual(
      out(
        '',
        'Error response from daemon: cannot remove container "site": container is running: stop the container before removing or force remove\n',
        1,
      ),
    );
    expect(await shell.run('docker stop site')).toEqual(out('site\n'));
    expect(await shell.run("docker ps -a --format '{{.Names}} {{.Status}}'")).toEqual(
      out('site Exited (0) Less than a second ago\n'),
    );
    expect(await shell.run('docker rm site nope')).toEqual(
      out('site\n', 'Error response from daemon: No such container: nope\n', 1),
    );
  });

  it("ends with the process's exit code", async () => {
    const { shell } = await after(['docker pull alpine']);
    expect(await shell.run('docker run --rm alpine sh -c "echo bye; exit 3"')).toEqual(out('bye\n', '', 3));
    expect(await shell.run('docker run --rm alpine nosuch')).toEqual(
      out(
        '',
        'docker: Error response from daemon: failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: "nosuch": executable file not found in $PATH\n\nRun \'docker run --help\' for more information\n',
        127,
      ),
    );
    expect(await shell.run('docker ps -aq')).toEqual(out(''));
  });
});

describe('docker says what is wrong with a line', () => {
  const cases: [line: string, stderr: string, exitCode: number][] = [
    ['docker foo', "docker: unknown command: docker foo\n\nRun 'docker --help' for more information\n", 1],
    [
      'docker compose up',
      "docker: Drydock does not simulate 'docker compose'. Run 'docker help' for the commands that it has.\n",
      1,
    ],
    [
      'docker images --zz',
      "unknown flag: --zz\n\nUsage:  docker images [OPTIONS] [REPOSITORY[:TAG]]\n\nRun 'docker images --help' for more information\n",
      125,
    ],
    [
      'docker tag a',
      "docker: 'docker tag' requires 2 arguments\n\nUsage:  docker tag SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]\n\nRun 'docker tag --help' for more information\n",
      1,
    ],
    ['docker tag nope a', 'Error response from daemon: No such image: nope:latest\n', 1],
    ['docker rmi nope', 'Error response from daemon: No such image: nope:latest\n', 1],
    ['docker login --password-stdin', 'Must provide --username with --password-stdin\n', 1],
    ['docker login', 'Error: Cannot perform an interactive login from a non TTY device\n', 1],
  ];
  for (const [line, stderr, exitCode] of cases) {
    it(line, async () => {
      const { shell } = await openBench();
      expect(await shell.run(line)).toEqual(out('', stderr, exitCode));
    });
  }
});
