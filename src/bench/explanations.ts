/** What lies behind an error, in one sentence, and where it is taught. */
export interface Explanation {
  /** The error as AWS or Docker words it. */
  says: RegExp;
  why: string;
  /** Documentation on it. */
  link: { text: string; href: string };
}

const ecr = 'https://docs.aws.amazon.com/AmazonECR/latest/userguide';
const ecs = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide';
const login = { text: 'Private registry authentication', href: `${ecr}/registry_auth.html` };

export const explanations: readonly Explanation[] = [
  {
    says: /authorization token has expired/,
    why: 'A token lasts twelve hours, and more than that have passed since you logged in: log in again.',
    link: login,
  },
  {
    says: /no basic auth credentials/,
    why: 'Docker has no password for this registry: log in to exactly this address first.',
    link: login,
  },
  {
    says: /No Fargate configuration exists/,
    why: 'Fargate offers only certain pairs of CPU and memory, and this is not one of them.',
    link: { text: 'Task size', href: `${ecs}/task_definition_parameters.html#task_size` },
  },
  {
    says: /execution role ARN to support/,
    why: 'Before your code runs, AWS itself has to pull the image or write the logs, and for that it needs a role.',
    link: { text: 'Task execution role', href: `${ecs}/task_execution_IAM_role.html` },
  },
  {
    says: /RepositoryAlreadyExistsException/,
    why: 'The name is taken in this registry and Region; the repository that is there can be used as it is.',
    link: { text: 'Private repositories', href: `${ecr}/Repositories.html` },
  },
  {
    says: /RepositoryNotFoundException|name unknown: The repository/,
    why: 'A push does not create a repository: make it first, and check its name and the Region.',
    link: { text: 'Create a private repository', href: `${ecr}/repository-create.html` },
  },
  {
    says: /ClusterNotFoundException/,
    why: 'There is no cluster of this name in this Region; without a name, AWS looks for one called default.',
    link: { text: 'Clusters', href: `${ecs}/clusters.html` },
  },
];

/** The explanation of an error output, if there is one. */
export function explain(stderr: string): Explanation | undefined {
  return explanations.find(({ says }) => says.test(stderr));
}
