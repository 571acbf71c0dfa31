import { defineLab, type LabView } from '../../learner/bench/index.ts';
import { containersOf } from './goals.ts';
import { commandsLike, hasSeen, missing, reached } from '../goals.ts';

const alpine = 'public.ecr.aws/docker/library/alpine:3.22';
const httpd = 'public.ecr.aws/docker/library/httpd:2.4';
const httpdRunning = (view: LabView) =>
  containersOf(view).filter(({ image, status }) => image.includes('httpd') && status === 'running');

export default defineLab({
  id: 'containers-first',
  title: 'Start, lose and stop containers',
  region: 'us-east-1',
  seed: 'containers-first',
  open: 'images.txt',
  files: { 'images.txt': `A small Linux:    ${alpine}\nA web server:     ${httpd}\n` },
  firstCommand: `docker run --rm ${alpine} echo hello`,
  steps: [
    {
      id: 'run-once',
      title: 'Run one program',
      text: 'Run echo in a container of the small Linux. The names of the images stand in images.txt.',
      goal(view) {
        if (
          commandsLike(view, /docker run .*alpine/).some(({ exitCode, stdout }) => exitCode === 0 && stdout)
        )
          return reached;
        return missing(
          commandsLike(view, /docker run/).length > 0
            ? 'no container of alpine has printed anything'
            : 'no container has run',
          'a container of alpine that prints something',
        );
      },
      hints: [
        'A container is a program in a room of its own, so give it a program.',
        'docker run takes an image, then the command to run in it. --rm removes the container when it has ended.',
        `docker run --rm ${alpine} echo hello`,
      ],
      solution: [`docker run --rm ${alpine} echo hello`],
      typicalMinutes: 1,
    },
    {
      id: 'lose-a-file',
      title: 'Write a file and lose it',
      text: 'Write /tmp/note in a first container, then look for it in a second one of the same image.',
      goal(view) {
        const wrote = view.commands.findIndex(
          ({ line, exitCode }) => /docker run .*>\s*\/tmp\/note/.test(line) && exitCode === 0,
        );
        if (wrote < 0)
          return missing('no container has written /tmp/note', 'a container that writes /tmp/note');
        const looked = view.commands
          .slice(wrote + 1)
          .some(
            ({ line, stdout }) => /docker run .*\/tmp\/note/.test(line) && stdout.includes('No such file'),
          );
        return looked
          ? reached
          : missing(
              'nobody has looked for /tmp/note in a second container',
              'a second container without the file',
            );
      },
      hints: [
        'Each container gets a writable layer of its own, and --rm throws it away.',
        'A redirection needs a shell inside the container: sh -c with the command in quotes. The second container only needs cat.',
        `docker run --rm ${alpine} sh -c 'echo mine > /tmp/note; cat /tmp/note' and then docker run --rm ${alpine} cat /tmp/note`,
      ],
      solution: [
        `docker run --rm ${alpine} sh -c 'echo mine > /tmp/note; cat /tmp/note'`,
        `docker run --rm ${alpine} cat /tmp/note`,
      ],
      typicalMinutes: 3,
    },
    {
      id: 'serve',
      title: 'Leave one running',
      text: 'Start the web server in the background, with port 80 of the container on port 8080 of your machine.',
      goal(view) {
        const running = httpdRunning(view);
        const port = running.flatMap(({ ports }) => ports).find(({ container }) => container === 80);
        if (port?.host === 8080) return reached;
        if (port) return missing(`the web server is on port ${port.host}`, 'the web server on port 8080');
        return missing(
          running.length > 0 ? 'the web server runs, and no port leads to it' : 'no web server runs',
          'a container of httpd that runs, with port 8080 leading to its port 80',
        );
      },
      hints: [
        'A server does not end by itself, so let it run in the background.',
        '-d detaches; -p takes the port of your machine first, then the port in the container.',
        `docker run -d --name web -p 8080:80 ${httpd}`,
      ],
      solution: [`docker run -d --name web -p 8080:80 ${httpd}`],
      typicalMinutes: 2,
    },
    {
      id: 'twins',
      title: 'Start a second one',
      text: 'Start another container from the same image, beside the first, then list both.',
      goal(view) {
        const running = httpdRunning(view).length;
        if (running < 2)
          return missing(
            hasSeen(view, /docker run/, 'port is already allocated')
              ? 'the second web server wants a port that is taken'
              : `${running === 0 ? 'no web server runs' : 'one web server runs'}`,
            'two web servers of the same image',
          );
        const listed = commandsLike(view, /docker (ps|container ls)/).some(
          ({ stdout }) => stdout.split('httpd:2.4').length > 2,
        );
        return listed
          ? reached
          : missing('two web servers run, and nobody has listed them', 'a list with both web servers');
      },
      hints: [
        'One image, many containers. What must differ between them?',
        'A name and a port of your machine can be taken only once. docker ps lists what runs.',
        `docker run -d --name web2 -p 8081:80 ${httpd} and then docker ps`,
      ],
      solution: [`docker run -d --name web2 -p 8081:80 ${httpd}`, 'docker ps'],
      typicalMinutes: 2,
    },
    {
      id: 'clear-away',
      title: 'Stop and remove both',
      text: 'Stop the two web servers and remove them. The image stays.',
      goal(view) {
        if (commandsLike(view, /docker run -d|docker run .*-d /).length === 0)
          return missing('no web server has been started yet', 'two web servers, stopped and removed');
        const left = containersOf(view, true).filter(({ image }) => image.includes('httpd'));
        if (left.length === 0) return reached;
        const running = left.filter(({ status }) => status === 'running').length;
        return missing(
          running > 0
            ? `still running: ${left.map(({ name }) => name).join(', ')}`
            : `stopped and still there: ${left.map(({ name }) => name).join(', ')}`,
          'no container of httpd, running or stopped',
        );
      },
      hints: [
        'A stopped container still exists: docker ps -a shows it.',
        'docker stop and docker rm both take several names.',
        'docker stop web web2 and then docker rm web web2',
      ],
      solution: ['docker stop web web2', 'docker rm web web2'],
      typicalMinutes: 2,
    },
  ],
});
