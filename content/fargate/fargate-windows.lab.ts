import { defineLab } from '../../learner/bench/index.ts';
import { definitionOf, register } from '../ecs/goals.ts';
import { missing, reached, toSee } from '../goals.ts';

const windows = (cpu: string, memory: string, linuxParameters: boolean) =>
  `${JSON.stringify(
    {
      family: 'intranet',
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu,
      memory,
      runtimePlatform: { operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE', cpuArchitecture: 'X86_64' },
      containerDefinitions: [
        {
          name: 'intranet',
          image: 'mcr.microsoft.com/dotnet/aspnet:8.0-nanoserver-ltsc2022',
          essential: true,
          portMappings: [{ containerPort: 8080 }],
          ...(linuxParameters ? { linuxParameters: { initProcessEnabled: true } } : {}),
        },
      ],
    },
    null,
    2,
  )}\n`;

export default defineLab({
  id: 'fargate-windows',
  title: 'Make a Linux plan fit Windows',
  region: 'us-east-1',
  seed: 'fargate-windows',
  open: 'taskdef.json',
  files: { 'taskdef.json': windows('512', '1024', true) },
  firstCommand: register('taskdef.json'),
  steps: [
    {
      id: 'refused',
      title: 'Read what is wrong',
      text: 'Somebody changed a Linux definition by its operating system only. Register taskdef.json, and read the refusal.',
      goal: toSee(
        /register-task-definition/,
        'ClientException',
        'no registration has been refused',
        'a registration that ECS refuses',
      ),
      hints: [
        'The editor has marked the mistakes.',
        'register-task-definition, with the file.',
        register('taskdef.json'),
      ],
      solution: [register('taskdef.json')],
      typicalMinutes: 1,
    },
    {
      id: 'mended',
      title: 'Mend it',
      text: 'Give the task the smallest size that Windows can have, take out what only Linux knows, and register.',
      goal(view) {
        const definition = definitionOf(view, 'intranet');
        const shouldBe = 'a Windows task with 1024 CPU units and 2048 MiB';
        if (!definition) return missing('no task definition of the family intranet is registered', shouldBe);
        const system = definition.runtimePlatform?.operatingSystemFamily ?? 'LINUX';
        if (!system.startsWith('WINDOWS'))
          return missing(`intranet:${definition.revision} is for ${system}`, shouldBe);
        if (definition.cpu === '1024' && definition.memory === '2048') return reached;
        return missing(
          `intranet:${definition.revision} has ${definition.cpu} CPU units and ${definition.memory} MiB`,
          shouldBe,
        );
      },
      hints: [
        'Two things are wrong: the size, and a field whose name says Linux.',
        'Windows sizes begin at 1024 units, and with them go 2048 MiB and more.',
        'Set "cpu": "1024" and "memory": "2048", remove "linuxParameters", save, and register.',
      ],
      solution: [{ save: 'taskdef.json', content: windows('1024', '2048', false) }, register('taskdef.json')],
      typicalMinutes: 3,
    },
  ],
});
