import type { RegistryScope } from '../scope.ts';
import type { Repository } from '../state.ts';
import { storedText } from './stored-text.ts';

const hour = 60 * 60 * 1000;
const day = 24 * hour;

/**
 * Puts a policy on a repository and returns its text as it is kept. It is first evaluated some hours later, at a moment that the world's chance picks, and
 * every 24 hours from then on: images are "expired within 24 hours after they meet the expiration criteria"
 * (https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html).
 */
export function keepPolicy(repository: Repository, text: string, { context }: RegistryScope): string {
  const generation = context.random.integer(1, 2 ** 31 - 1);
  // Until its first evaluation the service shows 1970 as the moment of the last.
  repository.lifecycle = { text: storedText(text), lastEvaluatedAt: 0, generation };
  context.schedule(context.random.integer(hour, day - 1), {
    type: 'ecr.lifecycle',
    subject: repository.arn,
    value: generation,
  });
  return repository.lifecycle.text;
}
