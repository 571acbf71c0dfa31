import { publicImages, type PublicImage } from './public-images.ts';
import { parseReference, type Reference } from './reference.ts';

export {
  behaviourOf,
  cpuUsed,
  memoryUsed,
  reachesLimit,
  withCharacter,
  wrongPlatform,
  type Behaviour,
} from './behaviour.ts';
export { parseCharacter } from './character.ts';
export { commandLine, type Healthcheck, type ImageConfig } from './config.ts';
export { publicImages, type PublicImage } from './public-images.ts';
export { answerOf, changesOf } from './requests.ts';
export {
  canonicalString,
  familiarString,
  InvalidReference,
  parseReference,
  type Reference,
} from './reference.ts';

/**
 * The image of the outside world (Docker Hub, Amazon ECR Public, Microsoft's registry) that a reference names;
 * undefined when there is none, or when the reference asks for a digest.
 * @throws InvalidReference when the text is not a reference
 */
export function resolvePublicImage(reference: string | Reference): PublicImage | undefined {
  const { registry, repository, tag, digest } =
    typeof reference === 'string' ? parseReference(reference) : reference;
  if (digest !== undefined) return undefined;
  return publicImages.find(
    ({ name, tags }) => name === `${registry}/${repository}` && tags.includes(tag ?? 'latest'),
  );
}
