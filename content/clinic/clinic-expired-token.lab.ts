import { buildAndPush, logIn, page, registry, tagsIn } from '../ecr/goals.ts';
import { missing, reached } from '../goals.ts';
import { toFind } from './goals.ts';
import { incident } from './incident.ts';

const push = `docker push ${registry}/shop:v2`;

export default incident({
  id: 'clinic-expired-token',
  title: 'Incident: yesterday’s login',
  files: page,
  open: 'Dockerfile',
  start: [
    'aws ecr create-repository --repository-name shop > /dev/null',
    logIn(),
    buildAndPush('shop:v1'),
    `docker build -q -t ${registry}/shop:v2 .`,
    'sleep 46800',
  ],
  firstCommand: push,
  steps: [
    {
      id: 'find',
      title: 'Find the cause',
      text: 'Thirteen hours ago a push went through. Push shop:v2 now, and read the whole refusal.',
      goal: toFind(
        'Your authorization token has expired',
        'no push has been refused for its token',
        'the refusal of a push',
      ),
      hints: ['Do what failed, once more.', 'The image is built and has its full name.', push],
      solution: [push],
      typicalMinutes: 1,
    },
    {
      id: 'mend',
      title: 'Mend it',
      text: 'Get Docker a fresh token for this registry, through a pipe.',
      goal: (view) =>
        view.reply('docker', 'DistributionInspect', { reference: `${registry}/shop:v1` }).ok
          ? reached
          : missing(
              'the token that Docker holds for this registry is the old one',
              `a token for ${registry} that ECR accepts`,
            ),
      hints: [
        'A token lives twelve hours, and Docker keeps it until somebody replaces it.',
        'aws ecr get-login-password prints one, docker login --password-stdin reads it.',
        logIn(),
      ],
      solution: [logIn()],
      typicalMinutes: 1,
    },
    {
      id: 'prove',
      title: 'Prove it',
      text: 'Push again. The tag v2 has to stand in the repository.',
      goal: (view) =>
        tagsIn(view, 'shop').includes('v2')
          ? reached
          : missing('the repository shop has no tag v2', 'an image with the tag v2'),
      hints: ['The same push as before.', 'It ends with a digest when it went through.', push],
      solution: [push],
      typicalMinutes: 1,
    },
  ],
});
