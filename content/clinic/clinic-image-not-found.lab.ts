import { register } from '../ecs/goals.ts';
import { buildAndPush, logIn, page, registry, tagsIn } from '../ecr/goals.ts';
import { missing, reached } from '../goals.ts';
import { createService, deploy, describeStopped, registerQuietly, shop, toFind, wantedIn } from './goals.ts';
import { incident, provenWell } from './incident.ts';

const definition = (tag: string) =>
  shop({ image: `${registry}/shop:${tag}`, command: ['httpd', '-f', '-h', '/www'] });

export default incident({
  id: 'clinic-image-not-found',
  title: 'Incident: the image that is not there',
  files: { 'taskdef.json': definition('v1.4'), ...page },
  start: [
    'aws ecr create-repository --repository-name shop > /dev/null',
    logIn(),
    buildAndPush('shop:v1.3'),
    registerQuietly,
    createService(2),
    'sleep 240',
  ],
  steps: [
    {
      id: 'find',
      title: 'Find the cause',
      text: 'The service shop wants two tasks and has none. Read what its last stopped task says.',
      goal: toFind(
        'CannotPullContainerError',
        'nothing has shown the error that stops the tasks',
        'a stoppedReason, read to its end',
      ),
      hints: [
        'A task that never ran has no log. It has a reason.',
        'list-tasks --desired-status STOPPED, then describe-tasks.',
        describeStopped,
      ],
      solution: [describeStopped],
      typicalMinutes: 2,
    },
    {
      id: 'mend',
      title: 'Mend it',
      text: 'Compare the tag that is asked for with the tags in the repository. Give the service a revision whose image exists.',
      goal(view) {
        const image = wantedIn(view)?.containerDefinitions[0]?.image ?? 'no image';
        const tag = image.slice(image.lastIndexOf(':') + 1);
        return tagsIn(view, 'shop').includes(tag)
          ? reached
          : missing(
              `the service wants ${tag}, which is not in the repository`,
              'a tag that the repository has',
            );
      },
      hints: [
        'Either the name is wrong, or the push was forgotten.',
        'aws ecr describe-images --repository-name shop lists what there is.',
        'Write v1.3 into taskdef.json, save, register, and update the service.',
      ],
      solution: [{ save: 'taskdef.json', content: definition('v1.3') }, register('taskdef.json'), deploy],
      typicalMinutes: 3,
    },
    provenWell(2),
  ],
});
