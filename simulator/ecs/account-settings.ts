import type {
  DeleteAccountSettingRequest,
  DeleteAccountSettingResponse,
  ListAccountSettingsRequest,
  ListAccountSettingsResponse,
  PutAccountSettingDefaultRequest,
  PutAccountSettingDefaultResponse,
  PutAccountSettingRequest,
  PutAccountSettingResponse,
  Setting,
} from '@aws-sdk/client-ecs';
import { AwsError } from '../api/errors.ts';
import { pageOf } from '../api/pagination.ts';
import type { Wire } from '../api/wire.ts';
import type { EcsScope } from './scope.ts';

/**
 * The settings of an account with the values that they take, the one of a new account first
 * (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-account-settings.html).
 */
const settings: Readonly<Record<string, readonly string[]>> = {
  awsvpcTrunking: ['disabled', 'enabled'],
  containerInsights: ['disabled', 'enabled', 'enhanced'],
  containerInstanceLongArnFormat: ['enabled', 'disabled'],
  defaultLogDriverMode: ['non-blocking', 'blocking'],
  fargateEventWindows: ['disabled', 'enabled'],
  fargateFIPSMode: ['disabled', 'enabled'],
  fargateTaskRetirementWaitPeriod: ['7', '0', '14'],
  guardDutyActivate: ['off', 'on'],
  serviceLongArnFormat: ['enabled', 'disabled'],
  tagResourceAuthorization: ['off', 'on'],
  taskLongArnFormat: ['enabled', 'disabled'],
};

/** `root` stands for the whole account. */
function rootOf({ accountId }: EcsScope): string {
  return `arn:aws:iam::${accountId}:root`;
}

/** @throws AwsError InvalidParameterException */
function checked(name: string | undefined, value?: string): string {
  const values = settings[name ?? ''];
  if (!values) {
    throw new AwsError(
      'InvalidParameterException',
      `unknown should be one of [${Object.keys(settings).join(',')}]`,
    );
  }
  if (value !== undefined && !values.includes(value)) {
    throw new AwsError(
      'InvalidParameterException',
      `Invalid value for setting ${name}: ${value}. Valid values: ${values.join(', ')}`,
    );
  }
  return name!;
}

function put(
  name: string,
  value: string,
  principalArn: string,
  { ecs }: EcsScope,
): { setting: Wire<Setting> } {
  const own = ecs.accountSettings.get(principalArn) ?? new Map<string, string>();
  ecs.accountSettings.set(principalArn, own.set(name, value));
  return { setting: shown(name, value, principalArn) };
}

function shown(name: string, value: string, principalArn: string): Wire<Setting> {
  const type = name === 'guardDutyActivate' ? 'aws_managed' : 'user';
  return { name: name as Setting['name'], value, principalArn, type };
}

/** The value that counts for a principal: its own, else the account's, else that of a new account. */
export function settingFor(name: string, principalArn: string, scope: EcsScope): string {
  const { accountSettings } = scope.ecs;
  return (
    accountSettings.get(principalArn)?.get(name) ??
    accountSettings.get(rootOf(scope))?.get(name) ??
    settings[name]![0]!
  );
}

/** PutAccountSetting: for the caller unless another principal is named. @throws AwsError InvalidParameterException */
export function putAccountSetting(
  { name, value, principalArn }: Wire<PutAccountSettingRequest>,
  scope: EcsScope,
): Wire<PutAccountSettingResponse> {
  return put(checked(name, value), value ?? '', principalArn ?? scope.principal, scope);
}

/** PutAccountSettingDefault: for all who have no setting of their own. @throws AwsError InvalidParameterException */
export function putAccountSettingDefault(
  { name, value }: Wire<PutAccountSettingDefaultRequest>,
  scope: EcsScope,
): Wire<PutAccountSettingDefaultResponse> {
  return put(checked(name, value), value ?? '', rootOf(scope), scope);
}

/** DeleteAccountSetting: the default counts again. @throws AwsError InvalidParameterException */
export function deleteAccountSetting(
  { name, principalArn = undefined }: Wire<DeleteAccountSettingRequest>,
  scope: EcsScope,
): Wire<DeleteAccountSettingResponse> {
  const principal = principalArn ?? scope.principal;
  const own = scope.ecs.accountSettings.get(principal);
  const value = own?.get(checked(name)) ?? '';
  own?.delete(name!);
  return { setting: shown(name!, value, principal) };
}

/** ListAccountSettings: those that a principal has set, or with `effectiveSettings` all that count for it. */
export function listAccountSettings(
  input: Wire<ListAccountSettingsRequest>,
  scope: EcsScope,
): Wire<ListAccountSettingsResponse> {
  const principal = input.principalArn ?? scope.principal;
  if (input.name !== undefined) checked(input.name);
  const pairs: (readonly [string, string])[] = input.effectiveSettings
    ? Object.keys(settings).map((name) => [name, settingFor(name, principal, scope)] as const)
    : [...(scope.ecs.accountSettings.get(principal) ?? [])];
  const wanted = pairs.filter(
    ([name, value]) =>
      (input.name === undefined || name === input.name) &&
      (input.value === undefined || value === input.value),
  );
  const { items, next } = pageOf(wanted, input);
  return { settings: items.map(([name, value]) => shown(name, value, principal)), ...next };
}
