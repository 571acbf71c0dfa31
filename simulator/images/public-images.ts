import type { ImageConfig } from './config.ts';

/** An image of the outside world, as data. Sizes are rounded from what the registries show. */
export interface PublicImage {
  /** `registry/repository`, such as `docker.io/library/httpd`. */
  name: string;
  /** Tags that stand on this entry; the first is the one that others point to. */
  tags: readonly string[];
  platforms: readonly string[];
  /** Compressed size of one platform's layers, in MiB. */
  sizeInMiB: number;
  /** Size on disk, in MiB. */
  unpackedInMiB: number;
  layers: number;
  /** ISO 8601. */
  created: string;
  config: ImageConfig;
  /** Text files of the image that matter here, by absolute path. */
  files?: Readonly<Record<string, string>>;
}

const path = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const both = ['linux/amd64', 'linux/arm64'];
const created = '2025-12-08T22:30:00Z';

type Entry = Omit<PublicImage, 'name' | 'platforms' | 'created' | 'unpackedInMiB'> &
  Partial<Pick<PublicImage, 'platforms' | 'unpackedInMiB'>>;

/** Docker Official Images, which Amazon ECR Public mirrors under `docker/library`. */
const official: Readonly<Record<string, readonly Entry[]>> = {
  httpd: [
    image(
      ['latest', '2', '2.4', '2.4.66', 'trixie'],
      45,
      6,
      {
        Cmd: ['httpd-foreground'],
        ExposedPorts: { '80/tcp': {} },
        Env: [
          'PATH=/usr/local/apache2/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
          'HTTPD_PREFIX=/usr/local/apache2',
          'HTTPD_VERSION=2.4.66',
        ],
        WorkingDir: '/usr/local/apache2',
        StopSignal: 'SIGWINCH',
      },
      { '/usr/local/apache2/htdocs/index.html': '<html><body><h1>It works!</h1></body></html>\n' },
    ),
    image(
      ['alpine', '2.4-alpine', '2-alpine'],
      23,
      7,
      {
        Cmd: ['httpd-foreground'],
        ExposedPorts: { '80/tcp': {} },
        Env: [
          'PATH=/usr/local/apache2/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
          'HTTPD_VERSION=2.4.66',
        ],
        WorkingDir: '/usr/local/apache2',
        StopSignal: 'SIGWINCH',
      },
      { '/usr/local/apache2/htdocs/index.html': '<html><body><h1>It works!</h1></body></html>\n' },
    ),
  ],
  nginx: [
    image(['latest', '1', '1.29', 'mainline', '1.29.4'], 59, 7, {
      Entrypoint: ['/docker-entrypoint.sh'],
      Cmd: ['nginx', '-g', 'daemon off;'],
      ExposedPorts: { '80/tcp': {} },
      Env: [path, 'NGINX_VERSION=1.29.4'],
      StopSignal: 'SIGQUIT',
    }),
    image(['alpine', '1-alpine', '1.29-alpine', 'mainline-alpine', 'stable-alpine'], 22, 8, {
      Entrypoint: ['/docker-entrypoint.sh'],
      Cmd: ['nginx', '-g', 'daemon off;'],
      ExposedPorts: { '80/tcp': {} },
      Env: [path, 'NGINX_VERSION=1.29.4'],
      StopSignal: 'SIGQUIT',
    }),
    image(['stable', '1.28'], 59, 7, {
      Entrypoint: ['/docker-entrypoint.sh'],
      Cmd: ['nginx', '-g', 'daemon off;'],
      ExposedPorts: { '80/tcp': {} },
      Env: [path, 'NGINX_VERSION=1.28.0'],
      StopSignal: 'SIGQUIT',
    }),
  ],
  redis: [
    image(['latest', '8', '8.4'], 52, 7, {
      Entrypoint: ['docker-entrypoint.sh'],
      Cmd: ['redis-server'],
      ExposedPorts: { '6379/tcp': {} },
      Env: [path],
      WorkingDir: '/data',
      Volumes: { '/data': {} },
    }),
    image(['7', '7.4', '7.2', '6', 'alpine', '7-alpine'], 45, 7, {
      Entrypoint: ['docker-entrypoint.sh'],
      Cmd: ['redis-server'],
      ExposedPorts: { '6379/tcp': {} },
      Env: [path],
      WorkingDir: '/data',
      Volumes: { '/data': {} },
    }),
  ],
  postgres: [
    image(['latest', '18', '17', '16', '15', '14'], 155, 14, {
      Entrypoint: ['docker-entrypoint.sh'],
      Cmd: ['postgres'],
      ExposedPorts: { '5432/tcp': {} },
      Env: [path, 'PGDATA=/var/lib/postgresql/data'],
      StopSignal: 'SIGINT',
    }),
  ],
  mysql: [
    image(['latest', '9', '8', '8.4', '8.0'], 260, 10, {
      Entrypoint: ['docker-entrypoint.sh'],
      Cmd: ['mysqld'],
      ExposedPorts: { '3306/tcp': {}, '33060/tcp': {} },
      Env: [path],
    }),
  ],
  memcached: [
    image(['latest', '1', '1.6'], 32, 6, {
      Entrypoint: ['docker-entrypoint.sh'],
      Cmd: ['memcached'],
      ExposedPorts: { '11211/tcp': {} },
      Env: [path],
      User: 'memcache',
    }),
  ],
  busybox: [
    image(['latest', '1', '1.37', '1.36', 'stable', 'musl', 'glibc'], 2.1, 1, { Cmd: ['sh'], Env: [path] }),
  ],
  alpine: [
    image(['latest', '3', '3.23', '3.22', '3.21', '3.20', '3.19', '3.18'], 3.7, 1, {
      Cmd: ['/bin/sh'],
      Env: [path],
      WorkingDir: '/',
    }),
  ],
  'hello-world': [image(['latest', 'linux'], 0.003, 1, { Cmd: ['/hello'], Env: [path], WorkingDir: '/' })],
  debian: [
    image(
      [
        'latest',
        'trixie',
        '13',
        'bookworm',
        '12',
        'stable',
        'trixie-slim',
        'bookworm-slim',
        'bullseye',
        'bullseye-slim',
      ],
      47,
      1,
      { Cmd: ['bash'], Env: [path] },
    ),
  ],
  ubuntu: [
    image(['latest', '24.04', 'noble', '22.04', 'jammy', '20.04'], 28.5, 1, {
      Cmd: ['/bin/bash'],
      Env: [path],
    }),
  ],
  amazonlinux: [image(['latest', '2023', '2'], 52, 1, { Cmd: ['/bin/bash'], Env: [path] })],
  node: [
    image(['latest', '24', '22', '20', '18', 'lts', '24-bookworm', '22-bookworm', '20-bookworm'], 400, 8, {
      Entrypoint: ['docker-entrypoint.sh'],
      Cmd: ['node'],
      Env: [path, 'NODE_VERSION=24.11.1'],
    }),
    image(
      [
        'slim',
        '24-slim',
        '22-slim',
        '20-slim',
        '18-slim',
        'alpine',
        '24-alpine',
        '22-alpine',
        '20-alpine',
        '18-alpine',
        'lts-alpine',
      ],
      55,
      4,
      { Entrypoint: ['docker-entrypoint.sh'], Cmd: ['node'], Env: [path, 'NODE_VERSION=24.11.1'] },
    ),
  ],
  python: [
    image(['latest', '3', '3.14', '3.13', '3.12', '3.11', '3.10', '3.9'], 395, 7, {
      Cmd: ['python3'],
      Env: [path, 'LANG=C.UTF-8'],
    }),
    image(
      [
        'slim',
        '3-slim',
        '3.14-slim',
        '3.13-slim',
        '3.12-slim',
        '3.11-slim',
        '3.10-slim',
        'alpine',
        '3-alpine',
        '3.13-alpine',
        '3.12-alpine',
      ],
      42,
      4,
      { Cmd: ['python3'], Env: [path, 'LANG=C.UTF-8'] },
    ),
  ],
  golang: [
    image(['latest', '1', '1.25', '1.24', '1.23', 'alpine', '1.25-alpine', '1.24-alpine'], 300, 7, {
      Cmd: ['bash'],
      Env: [
        'PATH=/go/bin:/usr/local/go/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
        'GOPATH=/go',
      ],
      WorkingDir: '/go',
    }),
  ],
  php: [
    image(['latest', '8', '8.4', '8.3', '8-apache', '8.4-apache', '8.3-apache', 'apache'], 180, 13, {
      Entrypoint: ['docker-php-entrypoint'],
      Cmd: ['apache2-foreground'],
      ExposedPorts: { '80/tcp': {} },
      Env: [path],
      WorkingDir: '/var/www/html',
    }),
  ],
};

/** Microsoft's .NET images: the SDK builds, ASP.NET Core and the runtime run. From .NET 8 on they listen on 8080. */
function dotnet(version: string, patch: string): [string, Entry][] {
  const modern = Number.parseInt(version, 10) >= 8;
  const ports = modern ? ['ASPNETCORE_HTTP_PORTS=8080'] : ['ASPNETCORE_URLS=http://+:80'];
  const user = modern ? ['APP_UID=1654'] : [];
  const base = [path, ...user, ...ports, 'DOTNET_RUNNING_IN_CONTAINER=true', `DOTNET_VERSION=${patch}`];
  const linux = [
    version,
    ...(version === '10.0' ? ['latest'] : []),
    `${version}-alpine`,
    `${version}-bookworm-slim`,
    `${version}-noble`,
    `${version}-jammy`,
  ];
  const windows = [
    `${version}-nanoserver-ltsc2022`,
    `${version}-nanoserver-1809`,
    `${version}-windowsservercore-ltsc2022`,
    `${version}-windowsservercore-ltsc2019`,
  ];
  return [
    ['dotnet/runtime', image(linux, 78, 4, { Cmd: ['/bin/bash'], Env: base })],
    ['dotnet/aspnet', image(linux, 89, 5, { Cmd: ['/bin/bash'], Env: [...base, `ASPNET_VERSION=${patch}`] })],
    [
      'dotnet/sdk',
      image(linux, 310, 9, {
        Cmd: ['/bin/bash'],
        Env: [...base, `ASPNET_VERSION=${patch}`, `DOTNET_SDK_VERSION=${version}.100`],
      }),
    ],
    ...(['runtime', 'aspnet', 'sdk'] as const).map((kind): [string, Entry] => [
      `dotnet/${kind}`,
      {
        ...image(windows, kind === 'sdk' ? 520 : 130, 5, {
          Cmd: ['c:\\windows\\system32\\cmd.exe'],
          Env: [
            ...ports,
            `DOTNET_VERSION=${patch}`,
            ...(kind === 'runtime' ? [] : [`ASPNET_VERSION=${patch}`]),
          ],
          User: 'ContainerUser',
        }),
        platforms: ['windows/amd64'],
      },
    ]),
  ];
}

const microsoft = [
  ...dotnet('10.0', '10.0.1'),
  ...dotnet('9.0', '9.0.11'),
  ...dotnet('8.0', '8.0.22'),
  ...dotnet('7.0', '7.0.20'),
  ...dotnet('6.0', '6.0.36'),
  ...dotnet('5.0', '5.0.17'),
];

const samplePage =
  '<html> <head> <title>Amazon ECS Sample App</title> <style>body {margin-top: 40px; background-color: #333;} </style> </head><body> <div style=color:white;text-align:center> <h1>Amazon ECS Sample App</h1> <h2>Congratulations!</h2> <p>Your application is now running on a container in Amazon ECS.</p> </div></body></html>\n';

/** Every image that the outside world holds. */
export const publicImages: readonly PublicImage[] = [
  ...Object.entries(official).flatMap(([name, entries]) =>
    entries.flatMap((entry) => [
      named(`docker.io/library/${name}`, entry),
      named(`public.ecr.aws/docker/library/${name}`, entry),
    ]),
  ),
  ...official['nginx']!.map((entry) => named('public.ecr.aws/nginx/nginx', entry)),
  ...official['amazonlinux']!.map((entry) => named('public.ecr.aws/amazonlinux/amazonlinux', entry)),
  ...['public.ecr.aws/ecs-sample-image/amazon-ecs-sample', 'docker.io/amazon/amazon-ecs-sample'].map((name) =>
    named(
      name,
      image(
        ['latest'],
        61,
        6,
        { Cmd: ['/usr/sbin/httpd', '-D', 'FOREGROUND'], ExposedPorts: { '80/tcp': {} }, Env: [path] },
        { '/var/www/html/index.html': samplePage },
      ),
    ),
  ),
  ...microsoft.map(([name, entry]) => named(`mcr.microsoft.com/${name}`, entry)),
];

function image(
  tags: readonly string[],
  sizeInMiB: number,
  layers: number,
  config: ImageConfig,
  files?: Record<string, string>,
): Entry {
  return { tags, sizeInMiB, layers, config, ...(files ? { files } : {}) };
}

function named(name: string, entry: Entry): PublicImage {
  return { name, platforms: both, created, unpackedInMiB: Math.round(entry.sizeInMiB * 26) / 10, ...entry };
}
