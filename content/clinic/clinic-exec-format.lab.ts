import { localImage } from '../containers/goals.ts';
import { buildAndPush, imagesOf, logIn, page, registry } from '../ecr/goals.ts';
import { missing, reached } from '../goals.ts';
import {
  awslogs,
  createService,
  logGroup,
  readLog,
  registerQuietly,
  shop,
  toFind,
  updateService,
  wantedIn,
} from './goals.ts';
import { incident, provenWell } from './incident.ts';

const build = `docker build -q --platform linux/amd64 -t ${registry}/shop:v1 . && docker push -q ${registry}/shop:v1`;
const redeploy = updateService('--force-new-deployment');

export default incident({
  id: 'clinic-exec-format',
  title: 'Incident: built on the wrong machine',
  files: {
    'taskdef.json': shop({
      image: `${registry}/shop:v1`,
      command: ['httpd', '-f', '-h', '/www'],
      logConfiguration: awslogs,
    }),
    ...page,
  },
  start: [
    logGroup,
    'aws ecr create-repository --repository-name shop > /dev/null',
    logIn(),
    buildAndPush('shop:v1').replace('build', 'build --platform linux/arm64'),
    registerQuietly,
    createService(2),
    'sleep 150',
  ],
  steps: [
    {
      id: 'find',
      title: 'Find the cause',
      text: 'Each task starts and ends at once. Follow it from stopCode to exit code, and from there to the log group /shop.',
      goal: toFind(
        /exec format error/i,
        'nobody has read the log',
        'the line in which the program’s start is refused',
      ),
      hints: [
        'An exit code is there, so a process was tried: the log is next.',
        'aws logs filter-log-events reads a whole group.',
        readLog,
      ],
      solution: [readLog],
      typicalMinutes: 2,
    },
    {
      id: 'mend',
      title: 'Mend it',
      text: 'Make image and task definition agree on a processor, and have the service start anew.',
      goal(view) {
        const shouldBe = 'an image and a task definition for the same processor';
        const wanted = wantedIn(view)?.runtimePlatform?.cpuArchitecture ?? 'X86_64';
        if (wanted === 'ARM64') return reached;
        if (localImage(view, `${registry}/shop:v1`)?.Architecture !== 'amd64')
          return missing(`the image is for arm64, and the tasks run on ${wanted}`, shouldBe);
        return imagesOf(view, 'shop').length > 1
          ? reached
          : missing('the image for amd64 is built, and not pushed', shouldBe);
      },
      hints: [
        'The image was built on a laptop with an ARM processor.',
        'docker build --platform names the processor; runtimePlatform would be the other end of the rope.',
        `${build}, then ${redeploy}`,
      ],
      solution: [build, redeploy],
      typicalMinutes: 4,
    },
    provenWell(2),
  ],
});
