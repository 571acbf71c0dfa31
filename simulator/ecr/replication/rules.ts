import type {
  PutReplicationConfigurationRequest,
  PutReplicationConfigurationResponse,
} from '@aws-sdk/client-ecr';
import type { Wire } from '../../api/wire.ts';
import { invalid, type EcrScope } from '../scope.ts';
import type { EcrState } from '../state.ts';
import type { Destination } from './replication-record.ts';

/** Quotas (https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html). */
const most = { rules: 10, destinations: 25, filters: 100 };

export function putReplicationConfiguration(
  input: Wire<PutReplicationConfigurationRequest>,
  { ecr }: EcrScope,
): Wire<PutReplicationConfigurationResponse> {
  const rules = input.replicationConfiguration?.rules ?? [];
  const member = 'replicationConfiguration';
  if (rules.length > most.rules)
    throw invalid(`${member}.rules`, `Member must have length less than or equal to ${most.rules}`);
  const destinations = new Set<string>();
  for (const [index, { destinations: given = [], repositoryFilters = [] }] of rules.entries()) {
    const path = `${member}.rules.${index + 1}.member`;
    if (repositoryFilters.length > most.filters)
      throw invalid(
        `${path}.repositoryFilters`,
        `Member must have length less than or equal to ${most.filters}`,
      );
    for (const { region, registryId } of given) {
      if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(region ?? ''))
        throw invalid(`${path}.destinations`, 'Member must be a Region, such as eu-west-1');
      if (!/^\d{12}$/.test(registryId ?? ''))
        throw invalid(`${path}.destinations`, 'Member must satisfy regular expression pattern: [0-9]{12}');
      // As the service has been seen to say it (moto's tests).
      if (registryId === ecr.registryId && region === ecr.region)
        throw invalid(member, 'Replication destination cannot be the same as the source registry');
      destinations.add(`${registryId}/${region}`);
    }
  }
  if (destinations.size > most.destinations)
    throw invalid(member, `The rules must have at most ${most.destinations} unique destinations`);
  ecr.replication = { rules };
  return { replicationConfiguration: ecr.replication };
}

/** Where the rules send a repository's images, each place once. */
export function destinationsOf(ecr: EcrState, repositoryName: string): Destination[] {
  const found = new Map<string, Destination>();
  for (const { destinations = [], repositoryFilters = [] } of ecr.replication.rules ?? []) {
    if (
      repositoryFilters.length &&
      !repositoryFilters.some(({ filter = '' }) => repositoryName.startsWith(filter))
    )
      continue;
    for (const { region = '', registryId = '' } of destinations)
      found.set(`${registryId}/${region}`, { registryId, region });
  }
  return [...found.values()];
}
