import type { RegisterTaskDefinitionRequest, Service, TaskDefinition } from '@aws-sdk/client-ecs';
import type { Wire } from '../../../api/wire.ts';
import type { RegionScope } from '../../../region.ts';
import { ask, done, pause, refusal, type At, type Progress, type Provider } from './action.ts';

/** Minutes for which a deployment may go on unless the action says otherwise. */
const usualTimeout = 60;

interface Definition {
  name: string;
  imageUri: string;
}

/**
 * Amazon ECS: `imagedefinitions.json` names the new image of each container; a revision of the service's task definition
 * with those images is registered and rolled out
 * (https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECS.html).
 */
export const deployToEcs: Provider = {
  needs: ['ClusterName', 'ServiceName'],
  begin(at, scope) {
    const images = definitionsIn(at);
    if ('code' in images) return images;
    const service = serviceOf(at, scope);
    if ('code' in service) return service;
    const reply = ask('ecs', 'DescribeTaskDefinition', { taskDefinition: service.taskDefinition }, at, scope);
    if (!reply.ok) return refusal(reply, 'ECS');
    const { taskDefinition } = reply.output as { taskDefinition: Wire<TaskDefinition> };
    const containers = taskDefinition.containerDefinitions ?? [];
    const unknown = images.find(({ name }) => !containers.some((container) => container.name === name));
    if (unknown)
      return {
        code: 'JobFailed',
        message: `The image definition file names the container ${unknown.name}, which the task definition ${taskDefinition.family} does not have.`,
      };
    const next = ask('ecs', 'RegisterTaskDefinition', withImages(taskDefinition, images), at, scope);
    if (!next.ok) return refusal(next, 'ECS');
    const arn = (next.output as { taskDefinition: { taskDefinitionArn: string } }).taskDefinition
      .taskDefinitionArn;
    const { ClusterName: cluster, ServiceName } = at.configuration;
    const update = ask(
      'ecs',
      'UpdateService',
      { cluster, service: ServiceName, taskDefinition: arn },
      at,
      scope,
    );
    if (!update.ok) return refusal(update, 'ECS');
    at.run.external = arn;
    return undefined;
  },
  look(at, scope) {
    const { run, configuration } = at;
    const service = serviceOf(at, scope);
    if ('code' in service) return service;
    const deployments = service.deployments ?? [];
    const ours = deployments.find(({ taskDefinition }) => taskDefinition === run.external);
    if (!ours || ours.rolloutState === 'FAILED')
      return {
        code: 'JobFailed',
        message: `The deployment of ${run.external} failed${ours?.rolloutStateReason ? `: ${ours.rolloutStateReason}` : ' and was rolled back.'}`,
      };
    if (
      deployments.length === 1 &&
      ours.rolloutState === 'COMPLETED' &&
      service.runningCount === service.desiredCount
    )
      return done;
    const minutes = Number(configuration['DeploymentTimeout'] ?? usualTimeout);
    if (scope.context.date - run.startedAt >= minutes * 60_000)
      return {
        code: 'JobFailed',
        message: `The service did not become stable with ${run.external} within ${minutes} minutes.`,
      };
    return { wait: pause };
  },
};

function definitionsIn({
  inputs,
  configuration,
  pipeline,
}: At): Definition[] | { code: string; message: string } {
  const file = configuration['FileName'] ?? 'imagedefinitions.json';
  const text = inputs[0]?.files[file];
  if (text === undefined)
    return {
      code: 'JobFailed',
      message: `Did not find the image definition file ${file} in the input artifacts ZIP file. Verify the file is stored in your pipeline's Amazon S3 artifact bucket: ${pipeline.declaration.artifactStore?.location ?? ''}`,
    };
  try {
    const list = JSON.parse(text) as Definition[];
    if (Array.isArray(list) && list.every(({ name, imageUri }) => name && imageUri)) return list;
  } catch {
    // Said below.
  }
  return {
    code: 'JobFailed',
    message: `The image definition file ${file} contains invalid JSON format: it is a list of {"name": …, "imageUri": …}.`,
  };
}

function serviceOf(at: At, scope: RegionScope): Wire<Service> | Extract<Progress, { code: string }> {
  const { ClusterName: cluster, ServiceName = '' } = at.configuration;
  const reply = ask('ecs', 'DescribeServices', { cluster, services: [ServiceName] }, at, scope);
  if (!reply.ok) return refusal(reply, 'ECS');
  const [service] = (reply.output as { services: Wire<Service>[] }).services;
  return service?.status === 'ACTIVE'
    ? service
    : { code: 'JobFailed', message: `There is no active service ${ServiceName} in the cluster ${cluster}.` };
}

/** What RegisterTaskDefinition takes of what DescribeTaskDefinition gives, with other images. */
function withImages(
  definition: Wire<TaskDefinition>,
  images: readonly Definition[],
): Wire<RegisterTaskDefinitionRequest> {
  const {
    taskDefinitionArn: _arn,
    revision: _revision,
    status: _status,
    requiresAttributes: _attributes,
    compatibilities: _compatibilities,
    registeredAt: _at,
    registeredBy: _by,
    deregisteredAt: _end,
    ...rest
  } = definition;
  return {
    ...rest,
    containerDefinitions: (definition.containerDefinitions ?? []).map((container) => {
      const image = images.find(({ name }) => name === container.name)?.imageUri;
      return image === undefined ? container : { ...container, image };
    }),
  } as Wire<RegisterTaskDefinitionRequest>;
}
