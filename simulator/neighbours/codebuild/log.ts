import type { RegionScope } from '../../region.ts';
import type { Fault } from './source.ts';
import type { Build } from './state.ts';

const groupOf = ({ project }: Build) => `/aws/codebuild/${project}`;
const streamOf = ({ id }: Build) => id.slice(id.indexOf(':') + 1);

/** Makes the stream of a build's log in the name of its service role. */
export function openLog(build: Build, principal: string | undefined, scope: RegionScope): Fault | undefined {
  if (principal === undefined)
    return {
      statusCode: 'ACCESS_DENIED',
      message: `CodeBuild is not authorized to perform: sts:AssumeRole on service role. Please verify that: 1) The provided service role exists, 2) The role name is case-sensitive and matches exactly, and 3) The role has the necessary trust policy configured.`,
    };
  const logGroupName = groupOf(build);
  scope.send({ service: 'logs', operation: 'CreateLogGroup', input: { logGroupName }, principal });
  const input = { logGroupName, logStreamName: streamOf(build) };
  const reply = scope.send({ service: 'logs', operation: 'CreateLogStream', input, principal });
  if (reply.ok) return undefined;
  return {
    statusCode: 'ACCESS_DENIED',
    message: `Service role ${build.role} does not allow AWS CodeBuild to create Amazon CloudWatch Logs log streams for build ${build.arn}. Error message: ${reply.error.message}`,
  };
}

/** Lines of a build's log: CodeBuild's own begin with the container's name and the time. */
export function write(build: Build, lines: readonly string[], scope: RegionScope, own = true): void {
  const { neighbours, context } = scope;
  const stream = neighbours.logs.groups.get(groupOf(build))?.streams.get(streamOf(build));
  const time = new Date(context.date).toISOString().replace(/-/g, '/').replace('T', ' ').replace('Z', '000');
  for (const line of lines)
    if (line !== '')
      stream?.written.push({ timestamp: context.date, message: own ? `[Container] ${time} ${line}` : line });
}
