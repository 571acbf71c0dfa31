import type {
  DescribeRegistriesRequest,
  DescribeRegistriesResponse,
  GetRegistryCatalogDataRequest,
  GetRegistryCatalogDataResponse,
  GetRepositoryCatalogDataRequest,
  GetRepositoryCatalogDataResponse,
  PutRegistryCatalogDataRequest,
  PutRegistryCatalogDataResponse,
  PutRepositoryCatalogDataRequest,
  PutRepositoryCatalogDataResponse,
  RepositoryCatalogData,
  RepositoryCatalogDataInput,
} from '@aws-sdk/client-ecr-public';
import { AwsError } from '../../api/errors.ts';
import type { Wire } from '../../api/wire.ts';
import { invalid, repositoryOf } from '../scope.ts';
import type { EcrPublicScope } from './scope.ts';

/** Characters that a text may have, and the values that the badges take (API reference, RepositoryCatalogDataInput). */
const longest = { description: 1024, aboutText: 25_600, usageText: 25_600 } as const;
const badges = {
  architectures: ['ARM', 'ARM 64', 'x86', 'x86-64'],
  operatingSystems: ['Linux', 'Windows'],
} as const;

/** @throws AwsError InvalidParameterException; our own words */
export function checkCatalogData(given: Wire<RepositoryCatalogDataInput>): void {
  for (const [member, most] of Object.entries(longest)) {
    if ((given[member as 'aboutText'] ?? '').length > most)
      throw invalid(`catalogData.${member}`, `Member must have length less than or equal to ${most}`);
  }
  for (const [member, values] of Object.entries(badges)) {
    const others = given[member as 'architectures']?.filter(
      (value) => !(values as readonly string[]).includes(value),
    );
    if (others?.length)
      throw invalid(`catalogData.${member}`, `Member must satisfy enum value set: [${values.join(', ')}]`);
  }
}

/** Keeps what has been checked; a logo gets an address. */
export function keepCatalogData(
  repositoryName: string,
  { logoImageBlob, ...texts }: Wire<RepositoryCatalogDataInput>,
  { context, gallery }: EcrPublicScope,
): Wire<RepositoryCatalogData> {
  const catalogData = {
    ...texts,
    ...(logoImageBlob
      ? { logoUrl: `https://d3g9o9u8re44ak.cloudfront.net/logo/${context.random.uuid()}.png` }
      : {}),
  };
  gallery.catalog.set(repositoryName, catalogData);
  return catalogData;
}

export function putRepositoryCatalogData(
  input: Wire<PutRepositoryCatalogDataRequest>,
  scope: EcrPublicScope,
): Wire<PutRepositoryCatalogDataResponse> {
  const repository = repositoryOf(input, scope);
  checkCatalogData(input.catalogData ?? {});
  return { catalogData: keepCatalogData(repository.name, input.catalogData ?? {}, scope) };
}

export function getRepositoryCatalogData(
  input: Wire<GetRepositoryCatalogDataRequest>,
  scope: EcrPublicScope,
): Wire<GetRepositoryCatalogDataResponse> {
  const repository = repositoryOf(input, scope);
  const catalogData = scope.gallery.catalog.get(repository.name);
  if (!catalogData) {
    // Our own words.
    throw new AwsError(
      'RepositoryCatalogDataNotFoundException',
      `The repository with name '${repository.name}' in registry with id '${scope.ecr.registryId}' does not have catalog data`,
    );
  }
  return { catalogData };
}

export function putRegistryCatalogData(
  input: Wire<PutRegistryCatalogDataRequest>,
  { gallery }: EcrPublicScope,
): Wire<PutRegistryCatalogDataResponse> {
  const displayName = input.displayName ?? '';
  if (displayName.length > 100)
    throw invalid('displayName', 'Member must have length less than or equal to 100');
  gallery.displayName = displayName;
  return { registryCatalogData: { displayName } };
}

export function getRegistryCatalogData(
  _input: Wire<GetRegistryCatalogDataRequest>,
  { gallery }: EcrPublicScope,
): Wire<GetRegistryCatalogDataResponse> {
  return { registryCatalogData: { displayName: gallery.displayName ?? '' } };
}

export function describeRegistries(
  _input: Wire<DescribeRegistriesRequest>,
  { ecr, gallery }: EcrPublicScope,
): Wire<DescribeRegistriesResponse> {
  return {
    registries: [
      {
        registryId: ecr.registryId,
        registryArn: `arn:aws:ecr-public::${ecr.registryId}:registry/${ecr.registryId}`,
        registryUri: `public.ecr.aws/${gallery.alias}`,
        verified: false,
        aliases: [
          { name: gallery.alias, status: 'ACTIVE', primaryRegistryAlias: true, defaultRegistryAlias: true },
        ],
      },
    ],
  };
}
