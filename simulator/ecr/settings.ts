import type {
  DescribeRegistryRequest,
  DescribeRegistryResponse,
  GetAccountSettingRequest,
  GetAccountSettingResponse,
  PutAccountSettingRequest,
  PutAccountSettingResponse,
} from '@aws-sdk/client-ecr';
import type { Wire } from '../api/wire.ts';
import { invalid, type EcrScope } from './scope.ts';

/**
 * Account settings with the values that they take, the default first
 * (https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutAccountSetting.html).
 */
const settings: Readonly<Record<string, readonly string[]>> = {
  BASIC_SCAN_TYPE_VERSION: ['AWS_NATIVE'],
  REGISTRY_POLICY_SCOPE: ['V2'],
  BLOB_MOUNTING: ['DISABLED', 'ENABLED'],
};

export function getAccountSetting(
  input: Wire<GetAccountSettingRequest>,
  { ecr }: EcrScope,
): Wire<GetAccountSettingResponse> {
  const [name, values] = settingOf(input.name);
  return { name, value: ecr.settings.get(name) ?? values[0]! };
}

export function putAccountSetting(
  input: Wire<PutAccountSettingRequest>,
  { ecr }: EcrScope,
): Wire<PutAccountSettingResponse> {
  const [name, values] = settingOf(input.name);
  const value = input.value ?? '';
  if (!values.includes(value))
    throw invalid('value', `Member must satisfy enum value set: [${values.join(', ')}]`);
  ecr.settings.set(name, value);
  return { name, value };
}

function settingOf(name = ''): [string, readonly string[]] {
  const values = Object.hasOwn(settings, name) ? settings[name] : undefined;
  if (!values)
    throw invalid('name', `Member must satisfy enum value set: [${Object.keys(settings).join(', ')}]`);
  return [name, values];
}

export function describeRegistry(
  _input: Wire<DescribeRegistryRequest>,
  { ecr }: EcrScope,
): Wire<DescribeRegistryResponse> {
  return { registryId: ecr.registryId, replicationConfiguration: ecr.replication };
}
