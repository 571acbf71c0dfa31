import { environmentValue, exposedPorts, type ImageConfig } from './config.ts';
import { resolvePath } from './path.ts';
import type { Outcome, Program, Surroundings } from './program.ts';
import { curl, wget } from './web-clients.ts';

const done = (logs: string[] = [], after = 20): Outcome => ({ logs, ends: { after, exitCode: 0 } });
const fails = (exitCode: number, logs: string[] = [], after = 20): Outcome => ({
  logs,
  ends: { after, exitCode },
});

/** A server that ends with exit code 0 when it is asked to, unless a shell stands before it. */
function serves(options: {
  logs: string[];
  startsAfter: number;
  ports: number[];
  stops?: number;
  page?: string;
  pages?: Readonly<Record<string, string>>;
}): Program {
  return (_args, { wrapped }) => ({
    logs: options.logs,
    startsAfter: options.startsAfter,
    ports: options.ports,
    ...(options.page === undefined ? {} : { page: options.page }),
    ...(options.pages === undefined ? {} : { pages: options.pages }),
    ...(wrapped ? {} : { onSigterm: { exitCode: 0, after: options.stops ?? 100 } }),
  });
}

/** The first file of `paths` that the image has. */
function pageAt(surroundings: Surroundings, paths: readonly string[], otherwise: string): string {
  for (const path of paths) {
    const content = surroundings.files.get(path);
    if (content !== undefined) return content;
  }
  return otherwise;
}

/** The files under a web server's folders by their paths on the web. */
function pagesUnder({ files }: Surroundings, folders: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    [...files].flatMap(([path, content]) =>
      folders
        .filter((folder) => path.startsWith(`${folder}/`))
        .map((folder) => [path.slice(folder.length), content]),
    ),
  );
}

/** BusyBox's web server in the foreground: `-p [address:]port`, `-h folder` (https://busybox.net/downloads/BusyBox.html#httpd). */
const busyboxHttpd: Program = (args, surroundings) => {
  const after = (flag: string) => (args.includes(flag) ? args[args.indexOf(flag) + 1] : undefined);
  const folder = resolvePath(surroundings.config.WorkingDir || '/', after('-h') ?? '.');
  const pages = pagesUnder(surroundings, [folder === '/' ? '' : folder]);
  return serves({
    startsAfter: 50,
    ports: [Number(after('-p')?.split(':').at(-1) ?? 80)],
    logs: [],
    pages,
    ...(pages['/index.html'] === undefined ? {} : { page: pages['/index.html'] }),
  })(args, surroundings);
};

const httpd: Program = (args, surroundings) => {
  if (args.includes('-f') && !args.join(' ').includes('FOREGROUND')) return busyboxHttpd(args, surroundings);
  return serves({
    startsAfter: 300,
    ports: [80],
    stops: 100,
    page: pageAt(
      surroundings,
      ['/usr/local/apache2/htdocs/index.html', '/var/www/html/index.html'],
      '<html><body><h1>It works!</h1></body></html>\n',
    ),
    pages: pagesUnder(surroundings, ['/usr/local/apache2/htdocs', '/var/www/html']),
    logs: [
      "AH00558: httpd: Could not reliably determine the server's fully qualified domain name, using 127.0.0.1. Set the 'ServerName' directive globally to suppress this message",
      '[mpm_event:notice] [pid 1:tid 1] AH00489: Apache/2.4.66 (Unix) configured -- resuming normal operations',
      "[core:notice] [pid 1:tid 1] AH00094: Command line: 'httpd -D FOREGROUND'",
    ],
  })(args, surroundings);
};

const nginx: Program = (args, surroundings) => {
  // Without `daemon off` nginx goes to the background, its first process ends, and the container with it.
  if (!args.join(' ').includes('daemon off')) return done([], 100);
  return serves({
    startsAfter: 200,
    ports: [80],
    page: pageAt(
      surroundings,
      ['/usr/share/nginx/html/index.html'],
      '<!DOCTYPE html>\n<html>\n<head>\n<title>Welcome to nginx!</title>\n</head>\n<body>\n<h1>Welcome to nginx!</h1>\n<p>If you see this page, nginx is successfully installed and working.\nFurther configuration is required.</p>\n</body>\n</html>\n',
    ),
    pages: pagesUnder(surroundings, ['/usr/share/nginx/html']),
    logs: [
      '[notice] 1#1: using the "epoll" event method',
      '[notice] 1#1: nginx/1.29.4',
      '[notice] 1#1: start worker processes',
    ],
  })(args, surroundings);
};

/** ASP.NET Core's port: 8080 from .NET 8 on, 80 before (https://learn.microsoft.com/dotnet/core/compatibility/containers/8.0/aspnet-port). */
function aspNetPorts(config: ImageConfig): number[] {
  const urls = environmentValue(config, 'ASPNETCORE_URLS');
  const given = urls
    ? [...urls.matchAll(/:(\d+)/g)].map((match) => Number(match[1]))
    : (environmentValue(config, 'ASPNETCORE_HTTP_PORTS') ?? '').split(';').filter(Boolean).map(Number);
  if (given.length) return given;
  return Number.parseInt(environmentValue(config, 'DOTNET_VERSION') ?? '8', 10) < 8 ? [80] : [8080];
}

const dotnet: Program = (args, surroundings) => {
  const { config, files } = surroundings;
  const assembly = args.find((arg) => arg.endsWith('.dll'));
  if (!assembly)
    return args.includes('--version')
      ? done([environmentValue(config, 'DOTNET_VERSION') ?? '8.0.22'])
      : done();
  const folder = config.WorkingDir || '/';
  const path = assembly.startsWith('/') ? assembly : `${folder === '/' ? '' : folder}/${assembly}`;
  if (files.size > 0 && !files.has(path)) {
    return fails(145, [
      'The command could not be loaded, possibly because:',
      '  * You intended to execute a .NET application:',
      `      The application '${assembly}' does not exist.`,
      '  * You intended to execute a .NET SDK command:',
      '      No .NET SDKs were found.',
    ]);
  }
  if (environmentValue(config, 'ASPNET_VERSION') === undefined) return done(['Hello, World!'], 200);
  const ports = aspNetPorts(config);
  return serves({
    startsAfter: 900,
    ports,
    stops: 200,
    logs: [
      ...ports.flatMap((port) => [
        'info: Microsoft.Hosting.Lifetime[14]',
        `      Now listening on: http://[::]:${port}`,
      ]),
      'info: Microsoft.Hosting.Lifetime[0]',
      '      Application started. Press Ctrl+C to shut down.',
      'info: Microsoft.Hosting.Lifetime[0]',
      `      Hosting environment: ${environmentValue(config, 'ASPNETCORE_ENVIRONMENT') ?? 'Production'}`,
      'info: Microsoft.Hosting.Lifetime[0]',
      `      Content root path: ${folder}`,
    ],
  })(args, surroundings);
};

/** A language's runtime: a server when the image exposes ports, a worker without end when not. Neither handles SIGTERM by itself. */
const runtime: Program = (args, { config }) => {
  if (args.length === 0) return done();
  return { logs: [], startsAfter: 700, ports: exposedPorts(config) };
};

/** Entry point scripts of the official images: they end in `exec "$@"`. */
const passOn: Program = (args, surroundings) => surroundings.run(args, surroundings);

function seconds(text: string | undefined): number | undefined {
  const match = /^(\d+(?:\.\d+)?)([smhd]?)$/.exec(text ?? '');
  return match
    ? Number(match[1]) * { '': 1, s: 1, m: 60, h: 3600, d: 86_400 }[match[2] as 's']! * 1000
    : undefined;
}

const sleep: Program = (args) => {
  if (args[0] === 'infinity' || args[0] === 'inf') return { logs: [], startsAfter: 20 };
  const time = seconds(args[0]);
  if (time === undefined) return fails(1, [`sleep: invalid time interval '${args[0] ?? ''}'`]);
  return done([], time);
};

/** What is known of programs, by name, or by path where an image has its own. Times and texts as the programs print them. */
export const programs: Readonly<Record<string, Program>> = {
  'httpd-foreground': httpd,
  httpd,
  apache2ctl: httpd,
  'apache2-foreground': httpd,
  nginx,
  dotnet,
  node: runtime,
  npm: runtime,
  python: runtime,
  python3: runtime,
  gunicorn: runtime,
  uvicorn: runtime,
  java: runtime,
  ruby: runtime,
  php: runtime,
  'docker-entrypoint.sh': passOn,
  '/docker-entrypoint.sh': passOn,
  tini: (args, surroundings) =>
    surroundings.run(args[0] === '--' ? args.slice(1) : args, { ...surroundings }),
  'redis-server': serves({ logs: ['* Ready to accept connections tcp'], startsAfter: 100, ports: [6379] }),
  postgres: serves({
    logs: ['LOG:  database system is ready to accept connections'],
    startsAfter: 2500,
    ports: [5432],
    stops: 300,
  }),
  mysqld: serves({
    logs: ["[System] [MY-010931] [Server] /usr/sbin/mysqld: ready for connections. Version: '8.4.7'"],
    startsAfter: 9000,
    ports: [3306],
    stops: 1500,
  }),
  memcached: serves({ logs: [], startsAfter: 50, ports: [11_211] }),
  'amazon-ecs-sample': httpd,
  sleep,
  echo: (args) => done([(args[0] === '-n' || args[0] === '-e' ? args.slice(1) : args).join(' ')]),
  printf: (args) => done((args[0] ?? '').replaceAll('\\n', '\n').replace(/\n$/, '').split('\n')),
  true: () => done(),
  ':': () => done(),
  false: () => fails(1),
  cat: (args, { files, config }) => {
    const paths = args.filter((arg) => !arg.startsWith('-'));
    const contents = paths.map((path) => files.get(resolvePath(config.WorkingDir || '/', path)));
    const logs = contents.flatMap((content, index) =>
      content === undefined
        ? [`cat: ${paths[index]}: No such file or directory`]
        : content.replace(/\n$/, '').split('\n'),
    );
    return contents.includes(undefined) ? fails(1, logs) : done(logs);
  },
  env: (_args, { config }) => done([...(config.Env ?? [])]),
  printenv: (_args, { config }) => done([...(config.Env ?? [])]),
  pwd: (_args, { config }) => done([config.WorkingDir || '/']),
  whoami: (_args, { config }) => done([config.User || 'root']),
  tail: (args) => (args.some((arg) => /^-[a-zA-Z]*[fF]/.test(arg)) ? { logs: [], startsAfter: 20 } : done()),
  top: () => ({ logs: [], startsAfter: 20 }),
  ...Object.fromEntries(
    [
      'mkdir',
      'rm',
      'cp',
      'mv',
      'touch',
      'chmod',
      'chown',
      'ls',
      'date',
      'cd',
      'set',
      'export',
      'test',
      '[',
      'wait',
      'sed',
      'ln',
      'id',
      'hostname',
      'uname',
      'grep',
    ].map((name): [string, Program] => [name, () => done()]),
  ),
  curl,
  wget,
  kill: () => fails(137),
  '/hello': () =>
    done([
      '',
      'Hello from Docker!',
      'This message shows that your installation appears to be working correctly.',
      '',
      'To generate this message, Docker took the following steps:',
      ' 1. The Docker client contacted the Docker daemon.',
      ' 2. The Docker daemon pulled the "hello-world" image from the Docker Hub.',
      '    (amd64)',
      ' 3. The Docker daemon created a new container from that image which runs the',
      '    executable that produces the output you are currently reading.',
      ' 4. The Docker daemon streamed that output to the Docker client, which sent it',
      '    to your terminal.',
      '',
      'To try something more ambitious, you can run an Ubuntu container with:',
      ' $ docker run -it ubuntu bash',
      '',
      'Share images, automate workflows, and more with a free Docker ID:',
      ' https://hub.docker.com/',
      '',
      'For more examples and ideas, visit:',
      ' https://docs.docker.com/get-started/',
      '',
    ]),
};
