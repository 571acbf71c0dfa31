import { AwsError } from '../../../api/errors.ts';
import { launch } from '../../codebuild/builds.ts';
import { refusal, type Provider } from './action.ts';

/** ms between two looks at a build. */
const pause = 5_000;

/**
 * AWS CodeBuild: the build's source is the first input artifact, its artifacts are the output
 * (https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html).
 */
export const codeBuild: Provider = {
  needs: ['ProjectName'],
  begin({ configuration, inputs, pipeline, principal, run }, scope) {
    const { ProjectName: projectName = '', EnvironmentVariables: variables = '[]' } = configuration;
    const call = { service: 'codebuild', operation: 'StartBuild', input: { projectName }, principal };
    const forbidden = scope.forbids(call);
    if (forbidden) return refusal({ ok: false, error: forbidden }, 'CodeBuild');
    const [source] = inputs;
    try {
      const build = launch(
        {
          projectName,
          sourceTypeOverride: 'CODEPIPELINE',
          environmentVariablesOverride: JSON.parse(variables) as [],
          ...(source?.revision === undefined ? {} : { sourceVersion: source.revision }),
        },
        `codepipeline/${pipeline.declaration.name}`,
        scope,
        source?.files ?? {},
      );
      run.external = build.id;
      return undefined;
    } catch (error) {
      if (error instanceof AwsError)
        return { code: 'JobFailed', message: `Error calling startBuild: ${error.message}` };
      if (error instanceof SyntaxError)
        return { code: 'ConfigurationError', message: 'EnvironmentVariables is no JSON list of variables.' };
      throw error;
    }
  },
  look({ run }, { neighbours }) {
    const build = neighbours.codeBuild.builds.get(run.external ?? '');
    if (build?.status === 'IN_PROGRESS') return { wait: pause };
    if (build?.status !== 'SUCCEEDED')
      return {
        code: 'JobFailed',
        message: `Build terminated with state: ${build?.status ?? 'FAULT'}`,
      };
    Object.assign(run.variables, build.exported);
    return { files: build.artifacts ?? {} };
  },
};
