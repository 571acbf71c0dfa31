import type {
  BatchGetProjectsOutput,
  CreateProjectInput,
  Project as ProjectShape,
  UpdateProjectInput,
} from '@aws-sdk/client-codebuild';
import { AwsError } from '../../api/errors.ts';
import { epochSeconds, type Wire } from '../../api/wire.ts';
import type { RegionScope } from '../../region.ts';
import type { NeighbourScope } from '../scope.ts';
import type { Project } from './state.ts';

function invalid(message: string): never {
  throw new AwsError('InvalidInputException', message);
}

export function codeBuildArn(
  rest: string,
  { region, accountId }: Pick<RegionScope, 'region' | 'accountId'>,
): string {
  return `arn:aws:codebuild:${region}:${accountId}:${rest}`;
}

/** @throws AwsError ResourceNotFoundException */
export function projectOf(name: string | undefined, scope: RegionScope): Project {
  const short = (name ?? '').replace(/^arn:.*:project\//, '');
  const found = scope.neighbours.codeBuild.projects.get(short);
  if (found) return found;
  throw new AwsError(
    'ResourceNotFoundException',
    `Project cannot be found: ${codeBuildArn(`project/${short}`, scope)}`,
  );
}

/** @throws AwsError InvalidInputException */
function check({ name, source, serviceRole }: Partial<Wire<CreateProjectInput>>): void {
  if (!/^[A-Za-z0-9][A-Za-z0-9\-_]{1,149}$/.test(name ?? ''))
    invalid(`Invalid project name: ${name}. Use 2 to 150 letters, digits, - and _.`);
  if (source?.type === 'S3' || source?.type === 'CODECOMMIT')
    invalid(
      `Drydock has no source of the type ${source.type}: use GITHUB with a repository that drydock commit made, CODEPIPELINE or NO_SOURCE.`,
    );
  if (source?.type === 'NO_SOURCE' && !source.buildspec)
    invalid('No buildspec was provided, and source type is NO_SOURCE.');
  if (serviceRole !== undefined && !/^arn:aws:iam::\d{12}:role\//.test(serviceRole))
    invalid(`Invalid service role: Service role account ID does not match caller's account`);
}

/** @throws AwsError ResourceAlreadyExistsException, InvalidInputException */
export function createProject(
  input: Wire<CreateProjectInput>,
  scope: NeighbourScope,
): { project: Wire<ProjectShape> } {
  const { projects } = scope.neighbours.codeBuild;
  const name = input.name ?? '';
  check(input);
  const arn = codeBuildArn(`project/${name}`, scope);
  if (projects.has(name))
    throw new AwsError('ResourceAlreadyExistsException', `Project already exists: ${arn}`);
  const { date } = scope.context;
  const project: Project = { arn, input, createdAt: date, updatedAt: date, builds: 0 };
  projects.set(name, project);
  return { project: shown(project) };
}

export function updateProject(
  input: Wire<UpdateProjectInput>,
  scope: NeighbourScope,
): { project: Wire<ProjectShape> } {
  const project = projectOf(input.name, scope);
  const after = { ...project.input, ...input } as Project['input'];
  check(after);
  project.input = after;
  project.updatedAt = scope.context.date;
  return { project: shown(project) };
}

/** What is not there is deleted as well. */
export function deleteProject({ name = '' }: { name?: string }, { neighbours }: NeighbourScope): object {
  neighbours.codeBuild.projects.delete(name);
  return {};
}

export function listProjects(_: unknown, { neighbours }: NeighbourScope): { projects: string[] } {
  return { projects: [...neighbours.codeBuild.projects.keys()].sort() };
}

export function batchGetProjects(
  { names = [] }: { names?: string[] },
  { neighbours }: NeighbourScope,
): Wire<BatchGetProjectsOutput> {
  const { projects } = neighbours.codeBuild;
  return {
    projects: names.flatMap((name) => {
      const found = projects.get(name.replace(/^arn:.*:project\//, ''));
      return found ? [shown(found)] : [];
    }),
    projectsNotFound: names.filter((name) => !projects.has(name.replace(/^arn:.*:project\//, ''))),
  };
}

function shown({ arn, input, createdAt, updatedAt }: Project): Wire<ProjectShape> {
  return {
    ...(input as Wire<ProjectShape>),
    arn,
    timeoutInMinutes: input.timeoutInMinutes ?? 60,
    queuedTimeoutInMinutes: input.queuedTimeoutInMinutes ?? 480,
    created: epochSeconds(createdAt),
    lastModified: epochSeconds(updatedAt),
    badge: { badgeEnabled: false },
  };
}
