/** A module of the course: a folder under `content/`, its place in the navigation, and its lessons in teaching order. */
export interface CourseModule {
  /** Number shown to learners, never used as a key; a folder for looking things up has none. */
  readonly number?: number;
  /** Folder under `content/`; part of every lesson's address. */
  readonly folder: string;
  readonly title: string;
  /** File names without `.mdx`, in teaching order. */
  readonly lessons: readonly string[];
}

/** The modules that have lessons, in teaching order. A module joins the list with its first lesson. */
export const modules: readonly CourseModule[] = [
  { number: 0, folder: 'start', title: 'Start here', lessons: ['what-drydock-is'] },
  {
    number: 1,
    folder: 'containers',
    title: 'Containers and images',
    lessons: [
      'containers-and-machines',
      'dockerfile-and-layers',
      'multi-stage-build',
      'run-and-look-inside',
      'linux-and-windows',
    ],
  },
  {
    number: 2,
    folder: 'ecr',
    title: 'Amazon ECR',
    lessons: [
      'push-and-run',
      'registry-anatomy',
      'create-repositories',
      'logging-in',
      'tags-and-digests',
      'who-may-push-and-pull',
      'scanning-images',
      'lifecycle-policies',
      'replication-and-cache',
      'public-gallery',
      'cost-and-durability',
      'oci-artifacts',
      'ecr-in-pipelines',
    ],
  },
  {
    number: 3,
    folder: 'ecs',
    title: 'Amazon ECS',
    lessons: [
      'clusters',
      'task-definitions',
      'container-definitions',
      'split-an-application',
      'why-tasks-stop',
      'containers-in-order',
      'jobs-and-schedules',
      'services',
      'agent-and-launch-types',
      'placement',
      'capacity-providers',
      'load-balancing',
      'auto-scaling',
      'service-discovery',
      'logs-and-exec',
      'metrics-and-alarms',
      'deployments',
      'blue-green',
      'releases',
      'pipelines',
    ],
  },
  {
    number: 4,
    folder: 'storage',
    title: 'Keeping data',
    lessons: ['writable-layer', 'efs', 'access-points', 'ebs', 'choosing'],
  },
  {
    number: 5,
    folder: 'fargate',
    title: 'AWS Fargate',
    lessons: ['sizes', 'linux-architectures', 'windows', 'architecture', 'spot'],
  },
  {
    number: 6,
    folder: 'clinic',
    title: 'When it goes wrong',
    lessons: [
      'from-symptom-to-cause',
      'image-not-found',
      'expired-token',
      'execution-role',
      'no-route',
      'bad-secret',
      'mount-target',
      'no-capacity',
      'exec-format',
      'out-of-memory',
      'crash-loop',
      'health-check',
      'waiting-containers',
      'stuck-deployment',
      'port-clash',
      'failed-release',
      'throttled-rollout',
      'lost-data',
    ],
  },
  {
    number: 7,
    folder: 'capstone',
    title: 'Capstone',
    lessons: ['build-and-deploy', 'scale-and-release', 'incident-and-recovery'],
  },
  {
    folder: 'reference',
    title: 'Reference',
    lessons: [
      'glossary',
      'drydock-lint',
      'simulated-operations',
      'timelines',
      'faults',
      'coverage',
      'threat-model',
    ],
  },
];

/** The module that a lesson belongs to, by the first folder of its entry id (`ecr/push-and-run`). */
export function moduleOf(entryId: string): CourseModule | undefined {
  const folder = entryId.split('/')[0];
  return modules.find((module) => module.folder === folder);
}
