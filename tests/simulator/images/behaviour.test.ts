import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  behaviourOf,
  resolvePublicImage,
  type Behaviour,
  type ImageConfig,
} from '../../../simulator/images/index.ts';

const httpd = resolvePublicImage('httpd:2.4')!;
const nginx = resolvePublicImage('nginx')!;
const aspnet = resolvePublicImage('mcr.microsoft.com/dotnet/aspnet:8.0')!;

const cases: [
  name: string,
  config: ImageConfig,
  command: string[] | undefined,
  entryPoint: string[] | undefined,
  expected: Partial<Behaviour>,
][] = [
  [
    'httpd as it comes',
    httpd.config,
    undefined,
    undefined,
    { kind: 'serves', ports: [80], onSigterm: { exitCode: 0, after: 100 } },
  ],
  [
    'the web server of BusyBox, at a port and in a folder of its own',
    {},
    ['sh', '-c', 'mkdir /www; echo "tea 4.20" > /www/index.html; exec httpd -f -p 8080 -h /www'],
    undefined,
    {
      kind: 'serves',
      ports: [8080],
      page: 'tea 4.20\n',
      pages: { '/index.html': 'tea 4.20\n' },
      onSigterm: { exitCode: 0, after: 100 },
    },
  ],
  ['nginx as it comes', nginx.config, undefined, undefined, { kind: 'serves', ports: [80] }],
  [
    'nginx that goes to the background',
    nginx.config,
    ['nginx'],
    undefined,
    { kind: 'finishes', exitCode: 0 },
  ],
  [
    "AWS's sample: a shell line in one string",
    httpd.config,
    [`/bin/sh -c "echo '<html>Hi</html>' >  /usr/local/apache2/htdocs/index.html && httpd-foreground"`],
    ['sh', '-c'],
    { kind: 'serves', ports: [80], page: '<html>Hi</html>\n', onSigterm: 'ignored' },
  ],
  [
    'a shell that hands over with exec',
    httpd.config,
    ['sh', '-c', 'exec httpd-foreground'],
    undefined,
    { kind: 'serves', onSigterm: { exitCode: 0, after: 100 } },
  ],
  ['echo', {}, ['echo', 'hi', 'there'], undefined, { kind: 'finishes', exitCode: 0, logs: ['hi there'] }],
  ['exit 3', {}, ['sh', '-c', 'echo a; exit 3'], undefined, { kind: 'crashes', exitCode: 3, logs: ['a'] }],
  ['sleep', {}, ['sleep', '20'], undefined, { kind: 'finishes', runsFor: 20_000, onSigterm: 'ignored' }],
  ['sleep infinity', {}, ['sleep', 'infinity'], undefined, { kind: 'serves', onSigterm: 'ignored' }],
  [
    'a loop with a trap',
    {},
    ['sh', '-c', "trap 'exit 0' TERM; while true; do sleep 1; done"],
    undefined,
    { kind: 'serves', onSigterm: { exitCode: 0, after: 50 } },
  ],
  [
    '&& and ||',
    {},
    ['sh', '-c', 'false && echo no || echo yes'],
    undefined,
    { kind: 'finishes', logs: ['yes'] },
  ],
  [
    'a program that there is not',
    {},
    ['nosuch'],
    undefined,
    { kind: 'crashes', exitCode: 127, cannotStart: 'exec: "nosuch": executable file not found in $PATH' },
  ],
  [
    'a line in exec form',
    {},
    ['npm start'],
    undefined,
    { kind: 'crashes', exitCode: 127, cannotStart: 'exec: "npm start": executable file not found in $PATH' },
  ],
  [
    'in a shell, a program that there is not',
    {},
    ['sh', '-c', 'nosuch'],
    undefined,
    { kind: 'crashes', exitCode: 127, logs: ['sh: nosuch: not found'] },
  ],
  ['ASP.NET Core 8', aspnet.config, undefined, ['dotnet', 'App.dll'], { kind: 'serves', ports: [8080] }],
  [
    'ASP.NET Core told another port',
    { ...aspnet.config, Env: [...aspnet.config.Env!, 'ASPNETCORE_URLS=http://+:5000'] },
    undefined,
    ['dotnet', 'App.dll'],
    { kind: 'serves', ports: [5000] },
  ],
  [
    'a program of its own with a port',
    { ExposedPorts: { '3000/tcp': {} }, Cmd: ['/app/server'] },
    undefined,
    undefined,
    { kind: 'serves', ports: [3000] },
  ],
  [
    'an entry point drops the CMD',
    { Entrypoint: ['echo'], Cmd: ['from', 'image'] },
    undefined,
    ['echo', 'mine'],
    { kind: 'finishes', logs: ['mine'] },
  ],
  [
    'a command keeps the entry point',
    { Entrypoint: ['echo'], Cmd: ['from', 'image'] },
    ['mine'],
    undefined,
    { kind: 'finishes', logs: ['mine'] },
  ],
];

describe('the behaviour of a container follows from its command line', () => {
  for (const [name, config, command, entryPoint, expected] of cases) {
    it(name, () => expect(behaviourOf(config, command, entryPoint)).toMatchObject(expected));
  }

  it('can be told of any command line', () => {
    const word = fc.constantFrom(
      'sh',
      '-c',
      'echo',
      'a > b',
      "'",
      '"',
      '&&',
      '|',
      ';',
      'while true; do',
      'done',
      '$(x)',
      'exec',
      'sleep',
      '1',
      'exit',
      '\\',
      '',
    );
    fc.assert(
      fc.property(fc.array(word), fc.array(word), (command, entryPoint) => {
        const { kind, exitCode, runsFor } = behaviourOf({}, command, entryPoint);
        expect(kind === 'serves').toBe(runsFor === undefined);
        expect(kind === 'finishes').toBe(exitCode === 0);
      }),
    );
  });
});
