/** CPU and memory of tasks and containers. */
import type { Context } from '../context.ts';
import { documentation } from '../documentation.ts';
import { topic, type Rule } from '../rule.ts';
import { cpuUnits, fargateSizes, fargateWindowsCpu, memoryMiB } from '../sizes.ts';

const container = '/containerDefinitions/0';

/** CPU units and MiB of the whole task, as far as they are given and readable. */
function taskSize({ definition }: Context): { cpu: number | undefined; memory: number | undefined } {
  return {
    cpu: definition.cpu === undefined ? undefined : cpuUnits(definition.cpu),
    memory: definition.memory === undefined ? undefined : memoryMiB(definition.memory),
  };
}

function sum(task: Context, member: 'cpu' | 'memoryReservation'): number {
  return task.containers.reduce((total, { definition }) => total + (definition[member] ?? 0), 0);
}

const noConfiguration =
  'No Fargate configuration exists for given values: {cpu} CPU, {memory} memory. See the Amazon ECS documentation for the valid values.';

export const containerSizes: Rule[] = topic(documentation.containers, [
  {
    id: 'MEM-REQUIRED',
    condition: 'neither the task has memory nor a container memory or memoryReservation',
    message:
      "Invalid setting for container '{container}'. At least one of 'memory' or 'memoryReservation' must be specified.",
    *check({ definition: { memory: ofTask }, containers, malformed }) {
      if (ofTask !== undefined || malformed.has('/memory')) return;
      for (const { definition, at, name } of containers) {
        if (definition.memory !== undefined || definition.memoryReservation !== undefined) continue;
        if (malformed.has(`${at}/memory`) || malformed.has(`${at}/memoryReservation`)) continue;
        yield { at, values: { container: name } };
      }
    },
    fix: 'Give the container "memory" (a hard limit, in MiB) or "memoryReservation" (a soft one).',
    example: {
      base: 'ec2',
      change: { '/containerDefinitions/1/memory': undefined },
      at: '/containerDefinitions/1',
      says: "Invalid setting for container 'cache'. At least one of 'memory' or 'memoryReservation' must be specified.",
    },
  },
  {
    id: 'MEM-POSITIVE',
    wording: 'paraphrase',
    condition: 'memory or memoryReservation not above zero',
    message: "Invalid setting for container '{container}'. '{member}' must be greater than 0.",
    *check({ containers }) {
      for (const { definition, at, name } of containers) {
        for (const member of ['memory', 'memoryReservation'] as const) {
          if ((definition[member] ?? 1) <= 0)
            yield { at: `${at}/${member}`, values: { container: name, member } };
        }
      }
    },
    example: {
      base: 'ec2',
      change: { '/containerDefinitions/1/memory': 0 },
      at: '/containerDefinitions/1/memory',
      says: "Invalid setting for container 'cache'. 'memory' must be greater than 0.",
    },
  },
  {
    id: 'MEM-MIN',
    wording: 'paraphrase',
    severity: 'warning',
    unverified: true,
    condition: 'container memory under 6 MiB, which Docker does not start',
    message:
      "The container '{container}' has less than the 6 MiB of memory that Docker needs to start a container.",
    *check({ containers }) {
      for (const { definition, at, name } of containers) {
        const memory = definition.memory ?? 6;
        if (memory > 0 && memory < 6) yield { at: `${at}/memory`, values: { container: name } };
      }
    },
    example: {
      base: 'ec2',
      change: { '/containerDefinitions/1/memory': 4 },
      at: '/containerDefinitions/1/memory',
      says: "The container 'cache' has less than the 6 MiB of memory that Docker needs to start a container.",
    },
  },
  {
    id: 'MEM-LT-RESERVATION',
    condition: 'memory less than memoryReservation',
    message:
      "Invalid setting for container '{container}'. 'memory' must be greater than or equal to 'memoryReservation'.",
    *check({ containers }) {
      for (const { definition, at, name } of containers) {
        const { memory, memoryReservation } = definition;
        if (memory === undefined || memoryReservation === undefined || memory <= 0) continue;
        if (memory < memoryReservation) yield { at: `${at}/memory`, values: { container: name } };
      }
    },
    example: {
      base: 'ec2',
      change: { [`${container}/memoryReservation`]: 513 },
      at: `${container}/memory`,
      says: "Invalid setting for container 'app'. 'memory' must be greater than or equal to 'memoryReservation'.",
    },
  },
]);

export const taskSizes: Rule[] = topic(documentation.taskSize, [
  {
    id: 'TASK-CPU-INVALID',
    documentation: documentation.taskSizeErrors,
    condition: 'task cpu that is neither units nor vCPUs or, on EC2, outside 128 to 196608 units',
    message: "Invalid 'cpu' setting for task.",
    *check(task) {
      const { cpu } = taskSize(task);
      if (task.definition.cpu === undefined) return;
      if (cpu === undefined || (!task.fargate && (cpu < 128 || cpu > 196608))) yield { at: '/cpu' };
    },
    fix: 'Write CPU units ("512") or vCPUs (".5 vCPU").',
    example: {
      base: 'fargate',
      change: { '/cpu': 'half' },
      at: '/cpu',
      says: "Invalid 'cpu' setting for task.",
    },
  },
  {
    id: 'TASK-MEM-INVALID',
    documentation: documentation.taskSizeErrors,
    wording: 'paraphrase',
    condition: 'task memory that is neither MiB nor GB',
    message: "Invalid 'memory' setting for task.",
    *check(task) {
      const { memory } = taskSize(task);
      if (task.definition.memory !== undefined && !memory) yield { at: '/memory' };
    },
    fix: 'Write MiB ("1024") or GB ("1 GB").',
    example: {
      base: 'fargate',
      change: { '/memory': '1G' },
      at: '/memory',
      says: "Invalid 'memory' setting for task.",
    },
  },
  {
    id: 'FG-CPU-REQUIRED',
    condition: 'FARGATE without task cpu',
    message: "Fargate requires that 'cpu' be defined at the task level.",
    *check({ fargate, definition }) {
      if (fargate && definition.cpu === undefined) yield { at: '', missing: '/cpu' };
    },
    example: {
      base: 'fargate',
      change: { '/cpu': undefined },
      at: '',
      says: "Fargate requires that 'cpu' be defined at the task level.",
    },
  },
  {
    id: 'FG-MEM-REQUIRED',
    condition: 'FARGATE without task memory',
    message: "Fargate requires that 'memory' be defined at the task level.",
    *check({ fargate, definition }) {
      if (fargate && definition.memory === undefined) yield { at: '', missing: '/memory' };
    },
    example: {
      base: 'fargate',
      change: {
        '/memory': undefined,
        '/containerDefinitions/0/memory': 512,
        '/containerDefinitions/1/memory': 64,
      },
      at: '',
      says: "Fargate requires that 'memory' be defined at the task level.",
    },
  },
  {
    id: 'WIN-ARM64',
    documentation: documentation.runtimePlatform,
    condition: 'a Windows operating system family with ARM64',
    message: noConfiguration,
    *check(task) {
      if (!task.windows || task.definition.runtimePlatform?.cpuArchitecture !== 'ARM64') return;
      const { cpu, memory } = taskSize(task);
      const at = '/runtimePlatform/cpuArchitecture';
      if (cpu === undefined || memory === undefined)
        yield { at, message: 'No Fargate configuration exists for given values.' };
      else yield { at, values: { cpu, memory } };
    },
    example: {
      base: 'fargate',
      change: {
        '/cpu': '1024',
        '/memory': '2048',
        '/runtimePlatform': { operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE', cpuArchitecture: 'ARM64' },
      },
      at: '/runtimePlatform/cpuArchitecture',
      says: 'No Fargate configuration exists for given values: 1024 CPU, 2048 memory. See the Amazon ECS documentation for the valid values.',
    },
  },
  {
    id: 'FG-WIN-CPU',
    condition: 'a Windows task on FARGATE with other than 1024, 2048 or 4096 CPU units',
    message: noConfiguration,
    *check(task) {
      const { cpu, memory } = taskSize(task);
      if (!task.fargate || !task.windows || cpu === undefined || memory === undefined) return;
      if (!fargateWindowsCpu.includes(cpu)) yield { at: '/cpu', values: { cpu, memory } };
    },
    fix: 'Give a Windows task 1, 2 or 4 vCPUs.',
    example: {
      base: 'fargate',
      change: {
        '/memory': '2048',
        '/runtimePlatform': { operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' },
      },
      at: '/cpu',
      says: 'No Fargate configuration exists for given values: 512 CPU, 2048 memory. See the Amazon ECS documentation for the valid values.',
    },
  },
  {
    id: 'FG-CPU-MEM-COMBO',
    condition: 'a pair of cpu and memory that Fargate does not offer',
    message: noConfiguration,
    *check(task) {
      const { cpu, memory } = taskSize(task);
      if (!task.fargate || cpu === undefined || !memory) return;
      const sizes = fargateSizes.get(cpu);
      if (sizes?.includes(memory) || (task.windows && !fargateWindowsCpu.includes(cpu))) return;
      yield { at: sizes ? '/memory' : '/cpu', values: { cpu, memory } };
    },
    fix: 'Choose a pair from the table of task sizes, e.g. 256 CPU with 512, 1024 or 2048 memory.',
    example: {
      base: 'fargate',
      change: { '/memory': '512' },
      at: '/memory',
      says: 'No Fargate configuration exists for given values: 512 CPU, 512 memory. See the Amazon ECS documentation for the valid values.',
    },
  },
  {
    id: 'MEM-OVER-TASK',
    condition: "a container's memory above the task's",
    message: "The 'memory' setting for container '{container}' is greater than for the task.",
    *check(task) {
      const { memory } = taskSize(task);
      if (memory === undefined) return;
      for (const { definition, at, name } of task.containers) {
        if ((definition.memory ?? 0) > memory) yield { at: `${at}/memory`, values: { container: name } };
      }
    },
    example: {
      base: 'fargate',
      change: { [`${container}/memory`]: 2048 },
      at: `${container}/memory`,
      says: "The 'memory' setting for container 'app' is greater than for the task.",
    },
  },
  {
    id: 'MEMRES-SUM',
    condition: "the containers' memoryReservation together above the task's memory",
    message:
      "The sum of all container 'memoryReservation' values cannot be greater than the value of the task 'memory'.",
    *check(task) {
      const { memory } = taskSize(task);
      if (memory !== undefined && sum(task, 'memoryReservation') > memory) yield { at: '/memory' };
    },
    example: {
      base: 'fargate',
      change: { [`${container}/memoryReservation`]: 600, '/containerDefinitions/1/memoryReservation': 600 },
      at: '/memory',
      says: "The sum of all container 'memoryReservation' values cannot be greater than the value of the task 'memory'.",
    },
  },
  {
    id: 'CPU-SUM',
    condition: "the containers' cpu together above the task's",
    message: "The sum of all container 'cpu' values cannot be greater than the value of the task 'cpu'.",
    *check(task) {
      const { cpu } = taskSize(task);
      if (cpu !== undefined && sum(task, 'cpu') > cpu) yield { at: '/cpu' };
    },
    example: {
      base: 'fargate',
      change: { [`${container}/cpu`]: 400, '/containerDefinitions/1/cpu': 200 },
      at: '/cpu',
      says: "The sum of all container 'cpu' values cannot be greater than the value of the task 'cpu'.",
    },
  },
]);

export const ephemeralStorage: Rule[] = topic(documentation.ephemeralStorage, [
  {
    id: 'EPHEMERAL-RANGE',
    condition: 'ephemeral storage outside 21 to 200 GiB',
    message: 'EphemeralStorage size should be at least 21',
    *check({ definition }) {
      const size = definition.ephemeralStorage?.sizeInGiB;
      if (size === undefined) return;
      const at = '/ephemeralStorage/sizeInGiB';
      if (size < 21) yield { at };
      else if (size > 200) yield { at, message: 'EphemeralStorage size should be at most 200' };
    },
    example: {
      base: 'fargate',
      change: { '/ephemeralStorage': { sizeInGiB: 20 } },
      at: '/ephemeralStorage/sizeInGiB',
      says: 'EphemeralStorage size should be at least 21',
    },
  },
  {
    id: 'EPHEMERAL-EC2',
    condition: 'ephemeral storage in a definition whose compatibilities lack FARGATE',
    message: 'Tasks using the EC2 launch type do not support EphemeralStorage.',
    *check({ definition, fargate }) {
      if (definition.ephemeralStorage && definition.requiresCompatibilities?.some(Boolean) && !fargate) {
        yield { at: '/ephemeralStorage' };
      }
    },
    example: {
      base: 'ec2',
      change: { '/ephemeralStorage': { sizeInGiB: 50 } },
      at: '/ephemeralStorage',
      says: 'Tasks using the EC2 launch type do not support EphemeralStorage.',
    },
  },
]);
