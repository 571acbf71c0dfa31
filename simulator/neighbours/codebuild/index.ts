import { AwsError } from '../../api/errors.ts';
import type { Service } from '../../api/service.ts';
import type { Effect } from '../../kernel/queue.ts';
import type { RegionScope } from '../../region.ts';
import type { NeighbourScope } from '../scope.ts';
import { batchGetBuilds, listBuilds, listBuildsForProject, startBuild, stopBuild } from './builds.ts';
import { batchGetProjects, createProject, deleteProject, listProjects, updateProject } from './projects.ts';
import { stepEvent, timeoutEvent } from './run.ts';

/** AWS CodeBuild: builds that run the commands of a buildspec on a machine with a Docker engine of its own. */
export const codeBuildService: Service<NeighbourScope> = {
  name: 'codebuild',
  operations: {
    BatchGetBuilds: batchGetBuilds,
    BatchGetProjects: batchGetProjects,
    CreateProject: createProject,
    DeleteProject: deleteProject,
    ListBuilds: listBuilds,
    ListBuildsForProject: listBuildsForProject,
    ListProjects: listProjects,
    StartBuild: startBuild,
    StopBuild: stopBuild,
    UpdateProject: updateProject,
  },
  missing: (member) =>
    new AwsError(
      'ValidationException',
      `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
    ),
};

export const codeBuildReactions: Readonly<Record<string, (effect: Effect, scope: RegionScope) => void>> = {
  'codebuild.step': stepEvent,
  'codebuild.timeout': timeoutEvent,
};
