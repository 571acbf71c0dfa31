import { replicatePushed } from './replication/replicate.ts';
import { scanPushed } from './scanning/scan.ts';
import type { RegistryScope } from './scope.ts';
import { signPushed } from './signing.ts';
import type { Image, Repository } from './state.ts';

/** What a registry does by itself once an image has been pushed, or has come back from the archive. */
export function afterPush(
  repository: Repository,
  image: Image,
  { tag, isNew }: { tag: string | undefined; isNew: boolean },
  scope: RegistryScope,
): void {
  const { notice, now: at } = scope.context;
  const message = `PUSH${tag === undefined ? '' : ` ${tag}`}`;
  notice({ kind: 'image', at, subject: `${repository.arn}@${image.digest}`, message });
  if (isNew) scanPushed(repository, image, scope);
  replicatePushed(repository, image, tag, scope);
  if (isNew) signPushed(repository, image, scope);
}
