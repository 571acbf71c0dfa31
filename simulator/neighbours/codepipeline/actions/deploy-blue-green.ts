import type { Artifact } from '../state.ts';
import { ask, done, pause, refusal, type At, type Provider } from './action.ts';

/**
 * Amazon ECS and CodeDeploy, blue/green: the image of `imageDetail.json` goes into a template of a task definition, that
 * into an AppSpec file
 * (https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECSbluegreen.html).
 */
export const deployBlueGreen: Provider = {
  needs: [
    'ApplicationName',
    'DeploymentGroupName',
    'TaskDefinitionTemplateArtifact',
    'AppSpecTemplateArtifact',
  ],
  begin(at, scope) {
    const { configuration, run } = at;
    const definition = fileOf(at, 'TaskDefinitionTemplate', 'taskdef.json');
    const appSpec = fileOf(at, 'AppSpecTemplate', 'appspec.yaml');
    if (definition === undefined || appSpec === undefined)
      return {
        code: 'InvalidConfiguration',
        message: `The file ${definition === undefined ? 'of the task definition' : 'of the AppSpec'} is not in its artifact.`,
      };
    let input: object;
    try {
      input = JSON.parse(withImages(definition, at)) as object;
    } catch {
      return { code: 'InvalidConfiguration', message: 'The template of the task definition is no JSON.' };
    }
    const reply = ask('ecs', 'RegisterTaskDefinition', input, at, scope);
    if (!reply.ok) return refusal(reply, 'ECS');
    const arn = (reply.output as { taskDefinition: { taskDefinitionArn: string } }).taskDefinition
      .taskDefinitionArn;
    const content = appSpec.replaceAll('<TASK_DEFINITION>', arn);
    const { ApplicationName: applicationName, DeploymentGroupName: deploymentGroupName } = configuration;
    const revision = { revisionType: 'AppSpecContent', appSpecContent: { content } };
    const made = ask(
      'deploy',
      'CreateDeployment',
      { applicationName, deploymentGroupName, revision },
      at,
      scope,
    );
    if (!made.ok) return refusal(made, 'CodeDeploy');
    run.external = (made.output as { deploymentId: string }).deploymentId;
    return undefined;
  },
  look({ run }, { neighbours }) {
    const deployment = neighbours.codeDeploy.deployments.get(run.external ?? '');
    if (deployment?.status === 'Succeeded') return done;
    if (!deployment || deployment.status === 'Failed' || deployment.status === 'Stopped')
      return {
        code: 'JobFailed',
        message: deployment?.error?.message ?? `Deployment ${run.external} failed`,
      };
    return { wait: pause };
  },
};

function artifactOf({ declaration, inputs }: At, name: string | undefined): Artifact | undefined {
  const index = (declaration.inputArtifacts ?? []).findIndex((each) => each.name === name);
  return inputs[index];
}

function fileOf(at: At, what: string, usual: string): string | undefined {
  const { configuration } = at;
  return artifactOf(at, configuration[`${what}Artifact`])?.files[configuration[`${what}Path`] ?? usual];
}

/** Puts the images of up to four `imageDetail.json` where the template has their names in angle brackets. */
function withImages(template: string, at: At): string {
  let text = template;
  for (const number of [1, 2, 3, 4]) {
    const name = at.configuration[`Image${number}ContainerName`];
    const detail = artifactOf(at, at.configuration[`Image${number}ArtifactName`])?.files['imageDetail.json'];
    if (name === undefined || detail === undefined) continue;
    text = text.replaceAll(`<${name}>`, (JSON.parse(detail) as { ImageURI: string }).ImageURI);
  }
  return text;
}
