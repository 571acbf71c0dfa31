import { defineLab, type LabView } from '../../learner/bench/index.ts';
import { definitionOf, register } from '../ecs/goals.ts';
import { missing, reached, toSee } from '../goals.ts';

const taskDefinition = (family: string, cpu: string, memory: string, ofContainer?: number) =>
  `${JSON.stringify(
    {
      family,
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu,
      memory,
      containerDefinitions: [
        {
          name: family,
          image: 'public.ecr.aws/docker/library/httpd:2.4',
          essential: true,
          ...(ofContainer === undefined ? {} : { memory: ofContainer }),
        },
      ],
    },
    null,
    2,
  )}\n`;

/** Whether a family's newest revision has a size of its own. */
function sizeGoal(family: string, cpu: string, memory: string) {
  const shouldBe = `${family} with ${cpu} CPU units and ${memory} MiB`;
  return (view: LabView) => {
    const definition = definitionOf(view, family);
    if (!definition) return missing(`the family ${family} has no revision`, shouldBe);
    if (definition.cpu === cpu && definition.memory === memory) return reached;
    return missing(
      `${family}:${definition.revision} has ${definition.cpu} CPU units and ${definition.memory} MiB`,
      shouldBe,
    );
  };
}

export default defineLab({
  id: 'fargate-sizes',
  title: 'Find the size that fits',
  region: 'us-east-1',
  seed: 'fargate-sizes',
  open: 'report.json',
  files: {
    'report.json': taskDefinition('report', '256', '3072'),
    'search.json': taskDefinition('search', '1024', '2048', 12_000),
  },
  firstCommand: register('report.json'),
  steps: [
    {
      id: 'refused',
      title: 'Meet the refusal',
      text: 'Register report.json as it stands: 256 CPU units with 3,072 MiB.',
      goal: toSee(
        /register-task-definition/,
        'No Fargate configuration exists for given values',
        'no registration has been refused for its size',
        'a registration that is refused for its size',
      ),
      hints: [
        'The editor has marked the line already.',
        'register-task-definition, with the file report.json.',
        register('report.json'),
      ],
      solution: [register('report.json')],
      typicalMinutes: 1,
    },
    {
      id: 'least-cpu',
      title: 'Keep the memory, pay for little CPU',
      text: 'The report needs 3,072 MiB and hardly any CPU. Give it the smallest CPU that Fargate sells with them, and register.',
      goal: sizeGoal('report', '512', '3072'),
      hints: [
        'The table in the lesson says which memory goes with which CPU.',
        'With 256 units, 2,048 MiB is the most. Look one row further down.',
        'Set "cpu": "512", keep "memory": "3072", save, and register.',
      ],
      solution: [
        { save: 'report.json', content: taskDefinition('report', '512', '3072') },
        register('report.json'),
      ],
      typicalMinutes: 2,
    },
    {
      id: 'container-too-big',
      title: 'A container larger than its task',
      text: 'search.json gives its container more memory than the task has. Register it, and read what ECS says.',
      goal: toSee(
        /register-task-definition/,
        'is greater than for the task',
        'no registration has been refused for its container',
        'a registration that is refused for its container’s memory',
      ),
      hints: [
        'Two numbers called memory stand in that file.',
        'One belongs to the task, the other to the container.',
        register('search.json'),
      ],
      solution: [register('search.json')],
      typicalMinutes: 1,
    },
    {
      id: 'readable',
      title: 'Write it for people',
      text: 'Give search 2 vCPU and 16 GB, written just so: "2 vCPU" and "16 GB". Register, and see what ECS makes of it.',
      goal: sizeGoal('search', '2048', '16384'),
      hints: [
        'ECS takes units as well as bare numbers.',
        'Both values are text in JSON, so blanks are allowed.',
        'Set "cpu": "2 vCPU" and "memory": "16 GB" at the top of search.json, save, and register.',
      ],
      solution: [
        { save: 'search.json', content: taskDefinition('search', '2 vCPU', '16 GB', 12_000) },
        register('search.json'),
      ],
      typicalMinutes: 2,
    },
  ],
});
