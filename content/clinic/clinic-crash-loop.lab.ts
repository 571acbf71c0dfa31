import { register } from '../ecs/goals.ts';
import { buildAndPush, logIn, registry } from '../ecr/goals.ts';
import { missing, reached } from '../goals.ts';
import {
  awslogs,
  createService,
  deploy,
  hasLogged,
  lacksToBeWell,
  logGroup,
  readLog,
  registerQuietly,
  shop,
  toFind,
  wantedIn,
} from './goals.ts';
import { incident } from './incident.ts';

const definition = (path: string) =>
  shop({
    image: `${registry}/shop:v1`,
    command: ['sh', '-c', `sleep 25; cat ${path} || exit 3; exec sleep infinity`],
    logConfiguration: awslogs,
  });
const place = '/etc/shop/shop.conf';

export default incident({
  id: 'clinic-crash-loop',
  title: 'Incident: again and again',
  files: {
    'taskdef.json': definition('/etc/shop.conf'),
    Dockerfile: `FROM public.ecr.aws/docker/library/busybox:1.36\nCOPY shop.conf ${place}\n`,
    'shop.conf': 'opens=9\ncloses=17\n',
  },
  start: [
    logGroup,
    'aws ecr create-repository --repository-name shop > /dev/null',
    logIn(),
    buildAndPush('shop:v1'),
    registerQuietly,
    createService(1),
    'sleep 300',
  ],
  steps: [
    {
      id: 'find',
      title: 'Find the cause',
      text: 'Every task runs for half a minute and leaves with exit code 3. Find the line in the log group /shop that says why.',
      goal: toFind(
        '/etc/shop.conf: No such file or directory',
        'nobody has read the program’s log',
        'the last line that the program wrote',
      ),
      hints: [
        'The exit code is the program’s own. So is the explanation.',
        'aws logs filter-log-events reads all streams of a group.',
        readLog,
      ],
      solution: [readLog],
      typicalMinutes: 2,
    },
    {
      id: 'mend',
      title: 'Mend it',
      text: 'The Dockerfile says where the file is. Leave the image as it is and give the service a command that looks there.',
      goal(view) {
        const command = wantedIn(view)?.containerDefinitions[0]?.command?.join(' ') ?? '';
        return command.includes(place)
          ? reached
          : missing(
              `the service’s command reads ${/\/\S+\.conf/.exec(command)?.[0] ?? 'no file'}`,
              `a revision in the service whose command reads ${place}`,
            );
      },
      hints: [
        'Compare the COPY of the Dockerfile with the command of taskdef.json.',
        'The file stands in a folder of its own.',
        `Write ${place} into the command, save, register, and update the service.`,
      ],
      solution: [{ save: 'taskdef.json', content: definition(place) }, register('taskdef.json'), deploy],
      typicalMinutes: 3,
    },
    {
      id: 'prove',
      title: 'Prove it',
      text: 'Wind the clock on until the deployment is COMPLETED and its task RUNNING. A program that found its file has printed it: opens=9.',
      goal(view) {
        const ill = lacksToBeWell(view, 1);
        if (ill.length > 0) return ill;
        return hasLogged(view, 'opens=9')
          ? reached
          : missing(
              'a task runs, and has not read its file',
              'a log in which the program has read shop.conf',
            );
      },
      hints: [
        'A cure counts when the service says so, and the program too.',
        'Three minutes are ample: each task of the loop lived for half of one.',
        `Wind on by 3 minutes, then ${readLog}`,
      ],
      solution: [{ wind: 180_000 }],
      typicalMinutes: 1,
    },
  ],
});
