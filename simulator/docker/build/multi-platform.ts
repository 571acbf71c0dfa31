import { parseReference } from '../../images/index.ts';
import type { Context } from '../../kernel/world.ts';
import { EngineError } from '../errors.ts';
import type { RegistryAccess } from '../registry/access.ts';
import { putIndex } from '../registry/manifest-list.ts';
import { uploadRate } from '../registry/push.ts';
import { openTarget, sendImage } from '../registry/send.ts';
import type { DockerState } from '../state.ts';
import { imageBuild, type BuildInput, type BuildOutput } from './build.ts';

export interface BuildPushInput extends BuildInput {
  platforms: string[];
}

/**
 * ImageBuildPush: builds for each platform and pushes an index over the images to each tag, as
 * `docker buildx build --platform … --push` does with a builder of the driver docker-container
 * (https://docs.docker.com/build/building/multi-platform/). For one platform it is a build and a push.
 * @throws EngineError BuildFailed
 */
export function imageBuildPush(
  docker: DockerState,
  { platforms, tags = [], ...input }: BuildPushInput,
  context: Context,
  registry: RegistryAccess,
): BuildOutput {
  if (tags.length === 0)
    throw new EngineError('BuildFailed', 'failed to solve: tag is needed when pushing to registry');
  const built = platforms.map((platform) => ({
    platform,
    ...imageBuild(docker, { ...input, platform }, context, registry),
  }));
  const vertices = built.flatMap(({ platform, vertices: steps }) =>
    platforms.length === 1
      ? steps
      : steps.map((step) => ({ ...step, name: step.name.replace(/^\[(?!internal)/, `[${platform} `) })),
  );
  const names = tags.map((tag) => parseReference(tag));
  for (const reference of names) {
    const name = `${reference.registry}/${reference.repository}:${reference.tag}`;
    let took = 600;
    let digest = '';
    try {
      const target = openTarget(docker, reference, registry);
      const members = built.map(({ id, platform }) => {
        const image = docker.images.get(id)!;
        const sent = sendImage(
          docker,
          image,
          platforms.length === 1 ? reference.tag : undefined,
          target,
          registry,
        );
        for (const { status, size } of sent)
          if (status === 'Pushed') took += Math.round((size / uploadRate) * 1000);
        digest = image.manifestDigest;
        return {
          name,
          mediaType: image.mediaType,
          size: new TextEncoder().encode(image.manifestText).length,
          digest,
          platform,
        };
      });
      if (members.length > 1) digest = putIndex(members, reference.tag ?? 'latest', target, registry);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      throw new EngineError('BuildFailed', `failed to solve: failed to push ${name}: ${error.message}`, {
        vertices,
        took: vertices.reduce((sum, step) => sum + step.took, 0),
      });
    }
    vertices.push({
      name: 'pushing to registry',
      took,
      logs: ['pushing layers done', `pushing manifest for ${name}@${digest} done`],
    });
  }
  return {
    id: built.at(-1)!.id,
    names: names.map(({ familiarName, tag }) => `${familiarName}:${tag}`),
    vertices,
    took: vertices.reduce((sum, step) => sum + step.took, 0),
  };
}
