import { AwsError } from '../api/errors.ts';
import { digestOf } from '../ecr/digest.ts';
import type { Commit } from '../neighbours/git/state.ts';
import type { RegionScope } from '../region.ts';

/**
 * `Commit`: somebody pushes files to a branch of a Git repository outside of AWS.
 * @returns the commit's id
 * @throws AwsError InvalidParameterException
 */
export function commit(input: Record<string, unknown>, scope: RegionScope): { commitId: string } {
  const { repository, branch = 'main', message = 'Change the sources', files } = input;
  const refuse = (text: string): never => {
    throw new AwsError('InvalidParameterException', text);
  };
  if (typeof repository !== 'string' || !/^[\w.-]+\/[\w.-]+$/.test(repository))
    return refuse('Name the repository as OWNER/NAME.');
  if (
    typeof branch !== 'string' ||
    typeof message !== 'string' ||
    typeof files !== 'object' ||
    files === null
  )
    return refuse('Give a branch, a message, and files: texts by path.');
  const { neighbours, context } = scope;
  const { repositories } = neighbours.git;
  const branches = repositories.get(repository) ?? new Map<string, Commit>();
  const parent = branches.get(branch)?.id ?? '';
  const texts = Object.fromEntries(Object.entries(files).map(([path, text]) => [path, String(text)]));
  const id = digestOf(JSON.stringify([parent, message, context.date, texts])).slice('sha256:'.length, 47);
  branches.set(branch, { id, message, at: context.date, files: texts });
  repositories.set(repository, branches);
  const subject = `arn:aws:codepipeline:${scope.region}:${scope.accountId}`;
  context.schedule(1_000, { type: 'codepipeline.commit', subject, event: `${repository} ${branch}` });
  return { commitId: id };
}
