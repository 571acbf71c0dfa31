import { defineLab, type LabView } from '../../learner/bench/index.ts';
import { localTags } from './goals.ts';
import { commandsLike, missing, reached, toSee } from '../goals.ts';

const slow = `FROM public.ecr.aws/docker/library/node:24-alpine
WORKDIR /app
COPY . .
RUN npm ci
CMD ["node", "server.js"]
`;
const quick = `FROM public.ecr.aws/docker/library/node:24-alpine
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
CMD ["node", "server.js"]
`;
const server = (greeting: string) =>
  `import { createServer } from 'node:http';\n\ncreateServer((_request, answer) => answer.end('${greeting}\\n')).listen(3000);\n`;

/** What a build said of one of its steps: `CACHED`, `DONE 7.0s`; undefined when it had no such step. */
function stepOf(stderr: string, instruction: string): string | undefined {
  const number = new RegExp(`^#(\\d+) \\[.*\\] ${instruction}`, 'm').exec(stderr)?.[1];
  return number && new RegExp(`^#${number} (CACHED|DONE)`, 'm').exec(stderr)?.[1];
}

/** Builds that ended well, oldest first: whether npm ci ran, and whether the sources were copied anew. */
const builds = (view: LabView) =>
  commandsLike(view, /docker build/)
    .filter(({ exitCode }) => exitCode === 0)
    .map(({ stderr }) => ({ install: stepOf(stderr, 'RUN npm ci'), copy: stepOf(stderr, 'COPY \\. \\.') }));

export default defineLab({
  id: 'containers-layers',
  title: 'Layers and the build cache',
  region: 'us-east-1',
  seed: 'containers-layers',
  open: 'Dockerfile',
  files: {
    Dockerfile: slow,
    'server.js': server('Good morning'),
    'package.json':
      '{\n  "name": "shop",\n  "version": "1.0.0",\n  "type": "module",\n  "dependencies": { "pino": "^10.0.0" }\n}\n',
    'package-lock.json':
      '{\n  "name": "shop",\n  "version": "1.0.0",\n  "lockfileVersion": 3,\n  "packages": {}\n}\n',
    'secret.env': 'DB_PASSWORD=correct-horse\n',
  },
  firstCommand: 'docker build -t shop:1 .',
  steps: [
    {
      id: 'build',
      title: 'Build it',
      text: 'Build shop:1 from the Dockerfile as it stands, and watch which step takes the time.',
      goal: (view) =>
        localTags(view).includes('shop:1')
          ? reached
          : missing('Docker has no image shop:1', 'an image tagged shop:1'),
      hints: [
        'The Dockerfile is ready; a build wants a name and a folder.',
        'docker build takes the name with -t, and the folder last: a full stop means this one.',
        'docker build -t shop:1 .',
      ],
      solution: ['docker build -t shop:1 .'],
      typicalMinutes: 1,
    },
    {
      id: 'history',
      title: 'Read its layers',
      text: 'List the history of shop:1 and find the layer that npm ci made.',
      goal: toSee(
        /docker (image )?history/,
        'npm ci',
        'the history of shop:1 has not been listed',
        'a history that shows the layer of npm ci',
      ),
      hints: [
        'Docker remembers which instruction made which layer.',
        'docker history lists them, the newest first.',
        'docker history shop:1',
      ],
      solution: ['docker history shop:1'],
      typicalMinutes: 1,
    },
    {
      id: 'slow-rebuild',
      title: 'Change one line, wait again',
      text: 'Change the greeting in server.js and build shop:2. See npm ci run once more.',
      goal(view) {
        const all = builds(view);
        if (
          all.length >= 2 &&
          all.slice(1).some(({ install, copy }) => install === 'DONE' && copy === 'DONE')
        )
          return reached;
        if (all.length >= 2)
          return missing(
            'the second build took everything from the cache',
            'a build after a change in server.js',
          );
        return missing('there has been no second build', 'a second build, after a change in server.js');
      },
      hints: [
        'Only a changed file makes the cache give up.',
        'Edit server.js in the editor, save it, and build under another tag.',
        'Change the greeting in server.js, then docker build -t shop:2 .',
      ],
      solution: [{ save: 'server.js', content: server('Good day') }, 'docker build -t shop:2 .'],
      typicalMinutes: 2,
    },
    {
      id: 'quick-rebuild',
      title: 'Put the lasting things first',
      text: 'Mend the Dockerfile: copy the two package files, run npm ci, copy the rest. Build, change server.js, build again.',
      goal(view) {
        if (builds(view).some(({ install, copy }) => install === 'CACHED' && copy === 'DONE')) return reached;
        const dockerfile = view.files.get('Dockerfile') ?? '';
        const all = dockerfile.indexOf('COPY . .');
        const install = dockerfile.indexOf('npm ci');
        return missing(
          all >= 0 && all < install
            ? 'the Dockerfile copies everything before it runs npm ci'
            : 'no build has taken npm ci from the cache after a change in server.js',
          'a build that copies a changed server.js and takes npm ci from the cache',
        );
      },
      hints: [
        'A step can come from the cache only when all that it builds upon is unchanged.',
        'npm ci needs package.json and package-lock.json, and not one file more.',
        'COPY package.json package-lock.json ./ before RUN npm ci, and COPY . . after it. Build, edit server.js, build again.',
      ],
      solution: [
        { save: 'Dockerfile', content: quick },
        'docker build -t shop:3 .',
        { save: 'server.js', content: server('Good evening') },
        'docker build -t shop:4 .',
      ],
      typicalMinutes: 4,
    },
    {
      id: 'ignore',
      title: 'Keep the secret out',
      text: 'secret.env has no business in an image. Keep it out with .dockerignore, build shop:5, and look for it there.',
      goal(view) {
        const looked = commandsLike(view, /docker run .*shop:5.*secret\.env/);
        if (!/^\/?secret\.env$|^\*\.env$/m.test(view.files.get('.dockerignore') ?? ''))
          return missing(
            'there is no .dockerignore that names secret.env',
            'an image shop:5 without secret.env',
          );
        if (!localTags(view).includes('shop:5'))
          return missing('Docker has no image shop:5', 'an image shop:5 without secret.env');
        if (looked.some(({ stdout }) => stdout.includes('DB_PASSWORD')))
          return missing('shop:5 has the password in it', 'an image shop:5 without secret.env');
        if (
          looked.some(({ stdout, stderr }) => `${stdout}${stderr}`.includes('/app/secret.env: No such file'))
        )
          return reached;
        return missing(
          'nobody has looked for /app/secret.env in shop:5',
          'a look into shop:5 that finds no secret.env',
        );
      },
      hints: [
        'COPY takes what the engine was sent. What if the file were never sent?',
        'A file named .dockerignore lists what stays behind, one pattern a line.',
        'echo secret.env > .dockerignore, then docker build -t shop:5 . and docker run --rm shop:5 cat /app/secret.env',
      ],
      solution: [
        { save: '.dockerignore', content: 'secret.env\nnode_modules\n' },
        'docker build -t shop:5 .',
        'docker run --rm shop:5 cat /app/secret.env',
      ],
      typicalMinutes: 3,
    },
  ],
});
