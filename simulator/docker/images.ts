import { familiarString, InvalidReference, parseReference } from '../images/index.ts';
import { statusOf } from './container-status.ts';
import { EngineError } from './errors.ts';
import { findLocal, localImage, namesOf, sizeOnDisk } from './image.ts';
import type { DockerState, LocalImage } from './state.ts';

/** An image as ImageList and ImageInspect show it (Docker Engine API, ImageSummary and ImageInspect). */
export interface ImageSummary {
  Id: string;
  RepoTags: string[];
  RepoDigests: string[];
  /** ISO 8601. */
  Created: string;
  /** Bytes on disk. */
  Size: number;
}

function summary(docker: DockerState, image: LocalImage): ImageSummary {
  return {
    Id: image.id,
    RepoTags: namesOf(docker, image),
    RepoDigests: [...image.repoDigests],
    Created: image.document.created,
    Size: sizeOnDisk(docker, image),
  };
}

/** ImageList: the newest first. `reference` keeps the images of one name, with or without tag. */
export function imageList(docker: DockerState, input: { reference?: string }): ImageSummary[] {
  const list: ImageSummary[] = [];
  for (const image of docker.images.values()) {
    const each = summary(docker, image);
    if (input.reference !== undefined)
      each.RepoTags = each.RepoTags.filter((name) => isOf(name, input.reference!));
    if (input.reference === undefined || each.RepoTags.length > 0) list.unshift(each);
  }
  return list.sort((one, other) => Date.parse(other.Created) - Date.parse(one.Created));
}

function isOf(name: string, reference: string): boolean {
  return name === reference || name.slice(0, name.lastIndexOf(':')) === reference;
}

/** ImageTag: puts another name on an image. @throws EngineError NotFound, InvalidParameter */
export function imageTag(docker: DockerState, input: { source: string; target: string }): { target: string } {
  let target;
  try {
    target = parseReference(input.target);
  } catch (error) {
    if (error instanceof InvalidReference)
      throw new EngineError(
        'InvalidParameter',
        `Error parsing reference: ${JSON.stringify(input.target)} is not a valid repository/tag: ${error.message}`,
        { client: true },
      );
    throw error;
  }
  if (target.digest !== undefined)
    throw new EngineError('InvalidParameter', 'refusing to create a tag with a digest reference');
  const image = localImage(docker, input.source);
  docker.references.set(familiarString(target), image.id);
  return { target: familiarString(target) };
}

/** ImageInspect: everything the engine knows of an image. @throws EngineError NotFound */
export function imageInspect(docker: DockerState, input: { reference: string }): Record<string, unknown> {
  const image = localImage(docker, input.reference);
  const { document } = image;
  const { Id, RepoTags, RepoDigests, Created, Size } = summary(docker, image);
  return {
    Id,
    RepoTags,
    RepoDigests,
    Parent: '',
    Comment: 'buildkit.dockerfile.v0',
    Created,
    DockerVersion: '',
    Author: '',
    Architecture: document.architecture,
    Os: document.os,
    Size,
    GraphDriver: { Data: null, Name: 'overlay2' },
    RootFS: { Type: 'layers', Layers: document.rootfs.diff_ids },
    Metadata: { LastTagTime: Created },
    Config: document.config,
  };
}

export interface HistoryLine {
  Id: string;
  Created: string;
  CreatedBy: string;
  Size: number;
  Comment: string;
}

/** ImageHistory: the newest step first. @throws EngineError NotFound */
export function imageHistory(docker: DockerState, input: { reference: string }): HistoryLine[] {
  const image = localImage(docker, input.reference);
  const layers = [...image.layers];
  const lines = image.document.history.map(({ created, created_by, comment, empty_layer }) => ({
    Id: '<missing>',
    Created: created,
    CreatedBy: created_by,
    Size: empty_layer ? 0 : (docker.layers.get(layers.shift() ?? '')?.unpacked ?? 0),
    Comment: comment ?? '',
  }));
  if (lines.length > 0) lines.at(-1)!.Id = image.id;
  return lines.reverse();
}

/**
 * ImageRemove: takes a name off an image, and the image away with its last name.
 * @throws EngineError NotFound, Conflict
 */
export function imageRemove(
  docker: DockerState,
  input: { reference: string; force?: boolean },
): { Untagged?: string; Deleted?: string }[] {
  const image = localImage(docker, input.reference);
  const names = namesOf(docker, image);
  const byId = findNameOf(docker, input.reference) === undefined;
  const gone = byId ? names : [findNameOf(docker, input.reference)!];
  const short = image.id.slice(7, 19);
  if (byId && names.length > 1 && !input.force) {
    throw new EngineError(
      'Conflict',
      `conflict: unable to delete ${short} (must be forced) - image is referenced in multiple repositories`,
    );
  }
  const last = gone.length === names.length;
  const user = last ? [...docker.containers.values()].find(({ imageId }) => imageId === image.id) : undefined;
  if (user) {
    const running = statusOf(user, Number.POSITIVE_INFINITY).status === 'running';
    if (running || !input.force) {
      const what = byId
        ? `unable to delete ${short}`
        : `unable to remove repository reference "${input.reference}"`;
      throw new EngineError(
        'Conflict',
        running && byId
          ? `conflict: ${what} (cannot be forced) - image is being used by running container ${user.id.slice(0, 12)}`
          : `conflict: ${what} (must force) - container ${user.id.slice(0, 12)} is using its referenced image ${short}`,
      );
    }
  }
  for (const name of gone) docker.references.delete(name);
  const answer: { Untagged?: string; Deleted?: string }[] = gone.map((name) => ({ Untagged: name }));
  if (!last) return answer;
  docker.images.delete(image.id);
  return [...answer, ...image.repoDigests.map((digest) => ({ Untagged: digest })), { Deleted: image.id }];
}

function findNameOf(docker: DockerState, text: string): string | undefined {
  if (text.startsWith('sha256:') || !findLocal(docker, text)) return undefined;
  try {
    const name = familiarString(parseReference(text));
    return docker.references.has(name) ? name : undefined;
  } catch {
    return undefined;
  }
}
