import type { RegistryScope } from './scope.ts';
import type { Image, Repository } from './state.ts';

/** What a registry does by itself once an image has been pushed, or has come back from the archive. */
export function afterPush(
  _repository: Repository,
  _image: Image,
  _push: { tag: string | undefined; isNew: boolean },
  _scope: RegistryScope,
): void {}
