import { defineLab } from '../../learner/bench/index.ts';
import { definitionOf, register, runOnFargate, setNetwork, tasksOf } from '../ecs/goals.ts';
import { hasSeen, missing, reached } from '../goals.ts';

const taskDefinition = (architecture?: string) =>
  `${JSON.stringify(
    {
      family: 'shop',
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: '256',
      memory: '512',
      ...(architecture
        ? { runtimePlatform: { operatingSystemFamily: 'LINUX', cpuArchitecture: architecture } }
        : {}),
      containerDefinitions: [
        { name: 'shop', image: 'public.ecr.aws/docker/library/httpd:2.4', essential: true },
      ],
    },
    null,
    2,
  )}\n`;
const inspect = "docker inspect --format '{{.Os}}/{{.Architecture}}' shop:arm64";

export default defineLab({
  id: 'fargate-arm64',
  title: 'Move to ARM64',
  region: 'us-east-1',
  seed: 'fargate-arm64',
  open: 'taskdef.json',
  files: {
    'taskdef.json': taskDefinition(),
    Dockerfile: 'FROM public.ecr.aws/docker/library/httpd:2.4\nCOPY index.html /usr/local/apache2/htdocs/\n',
    'index.html': '<!doctype html>\n<title>Shop</title>\n<h1>Open</h1>\n',
  },
  start: ['aws ecs create-cluster --cluster-name drydock', setNetwork],
  firstCommand: 'docker build --platform linux/arm64 -t shop:arm64 .',
  steps: [
    {
      id: 'build',
      title: 'Build for ARM64',
      text: 'Build the Dockerfile for linux/arm64, with the tag shop:arm64, and have docker inspect name its architecture.',
      goal(view) {
        if (hasSeen(view, /docker (image )?inspect/, /arm64/) && hasSeen(view, /shop:arm64/, 'linux/arm64'))
          return reached;
        if (hasSeen(view, /docker (image )?inspect/, /linux\/amd64/))
          return missing('shop:arm64 is an image for linux/amd64', 'an image for linux/arm64');
        return missing(
          'no docker inspect has shown an image for linux/arm64',
          'an image shop:arm64 for linux/arm64',
        );
      },
      hints: [
        'docker build makes an image for your own machine unless you name a platform.',
        '--platform linux/arm64 names it; docker inspect --format prints what came of it.',
        `docker build --platform linux/arm64 -t shop:arm64 . and then ${inspect}`,
      ],
      solution: ['docker build --platform linux/arm64 -t shop:arm64 .', inspect],
      typicalMinutes: 2,
    },
    {
      id: 'definition',
      title: 'Say so in the task definition',
      text: 'Add a runtimePlatform with the CPU architecture ARM64 to taskdef.json, and register it.',
      goal(view) {
        const definition = definitionOf(view, 'shop');
        if (!definition) return missing('the family shop has no revision', 'a revision of shop for ARM64');
        const architecture = definition.runtimePlatform?.cpuArchitecture;
        if (architecture === 'ARM64') return reached;
        return missing(
          architecture
            ? `shop:${definition.revision} is for ${architecture}`
            : `shop:${definition.revision} names no architecture, and runs on X86_64`,
          'a revision of shop for ARM64',
        );
      },
      hints: [
        'An image does not choose its processor; the task definition does.',
        'runtimePlatform stands at the top, with operatingSystemFamily and cpuArchitecture.',
        'Add "runtimePlatform": { "operatingSystemFamily": "LINUX", "cpuArchitecture": "ARM64" }, save, and register.',
      ],
      solution: [{ save: 'taskdef.json', content: taskDefinition('ARM64') }, register('taskdef.json')],
      typicalMinutes: 2,
    },
    {
      id: 'run',
      title: 'Run it there',
      text: 'Run shop on Fargate until it is RUNNING. The definition uses a public image that exists for both architectures.',
      goal(view) {
        const tasks = tasksOf(view, 'shop');
        const onArm = tasks.filter(
          ({ taskDefinitionArn }) =>
            definitionOf(view, taskDefinitionArn)?.runtimePlatform?.cpuArchitecture === 'ARM64',
        );
        if (onArm.some(({ startedAt }) => startedAt !== undefined)) return reached;
        if (onArm[0]) return missing(`the task is ${onArm[0].lastStatus}`, 'a task on ARM64 that is RUNNING');
        return missing(
          tasks.length > 0 ? 'the task runs on X86_64' : 'the cluster drydock has no task',
          'a task on ARM64 that is RUNNING',
        );
      },
      hints: [
        'Nothing in the command says ARM64: the definition does.',
        '$NETWORK holds the network configuration.',
        `${runOnFargate('shop')}, then a minute on the clock.`,
      ],
      solution: [runOnFargate('shop'), { wind: 60_000 }],
      typicalMinutes: 1,
    },
  ],
});
