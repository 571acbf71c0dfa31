import type { GetAuthorizationTokenRequest, GetAuthorizationTokenResponse } from '@aws-sdk/client-ecr';
import type { Effect } from '../kernel/queue.ts';
import { epochSeconds, type Wire } from '../api/wire.ts';
import { begin, give, type Life } from './life.ts';
import { readSubject, subjectOf, type EcrScope, type RegistryScope } from './scope.ts';
import type { EcrState } from './state.ts';
import { tokenLife, tokenValidity } from './token-machine.ts';

/**
 * GetAuthorizationToken: base64 of `AWS:<password>`, valid for 12 hours, for the caller's Region only.
 * (https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html)
 */
export function getAuthorizationToken(
  input: Wire<GetAuthorizationTokenRequest>,
  scope: EcrScope,
): Wire<GetAuthorizationTokenResponse> {
  const { password, expiresAt } = issueToken(tokenLife, scope);
  const registries = input.registryIds?.length ? input.registryIds : [scope.accountId];
  return {
    authorizationData: registries.map((registryId) => ({
      authorizationToken: btoa(`AWS:${password}`),
      expiresAt: epochSeconds(expiresAt),
      proxyEndpoint: `https://${registryId}.dkr.ecr.${scope.region}.amazonaws.com`,
    })),
  };
}

/** Makes a token with the caller's permissions; it is kept where it was asked for. */
export function issueToken(life: Life, scope: EcrScope): { password: string; expiresAt: number } {
  const { context, ecr, principal } = scope;
  const id = context.random.hex(40);
  const expiresAt = context.date + tokenValidity;
  const status = begin(life, subjectOf(scope, 'token', id), context);
  ecr.tokens.set(id, { id, principal, expiresAt, status });
  return { password: encodePassword(id, expiresAt), expiresAt };
}

/** The effect `ecr.token`: gives the token's machine its event. */
export function tokenEvent(effect: Effect, { ecr, context }: RegistryScope): void {
  const token = ecr.tokens.get(readSubject(effect.subject).name);
  if (!token) return;
  token.status = give(tokenLife, token.status, effect.event!, effect.subject, context) ?? token.status;
}

/** The shape that ECR's own passwords have: base64 of a small JSON document. */
function encodePassword(id: string, expiresAt: number): string {
  return btoa(
    JSON.stringify({
      payload: id,
      datakey: 'drydock',
      version: '2',
      type: 'DATA_KEY',
      expiration: Math.floor(expiresAt / 1000),
    }),
  );
}

/** What a registry says to a client that comes with (or without) a password. */
export type Authorization =
  | { ok: true; principal: string; accountId: string; region: string }
  | { ok: false; status: 400 | 401 | 403; message: string };

/**
 * Checks the password that a Docker client sends to a private registry: whether it is a token of this Region, still
 * valid. Texts as clients show them (troubleshooting page, https://docs.aws.amazon.com/AmazonECR/latest/userguide/common-errors-docker.html).
 */
export function authorizeRegistry(
  ecr: EcrState,
  where: { accountId: string; region: string },
  password: string | undefined,
): Authorization {
  if (password === undefined) return { ok: false, status: 401, message: 'no basic auth credentials' };
  const token = ecr.tokens.get(tokenId(password) ?? '');
  if (!token) return { ok: false, status: 400, message: 'Your Authorization Token is invalid.' };
  if (token.status === 'EXPIRED') {
    return {
      ok: false,
      status: 403,
      message: 'Your authorization token has expired. Reauthenticate and try again.',
    };
  }
  return { ok: true, principal: token.principal, ...where };
}

/** The same for a token that may have been given by any of several registries: an account's token opens others' too. */
export function authorizeAmong(
  registries: readonly EcrState[],
  where: { accountId: string; region: string },
  password: string | undefined,
): Authorization {
  const id = tokenId(password ?? '');
  const issuer = registries.find(({ tokens }) => id !== undefined && tokens.has(id));
  if (issuer) return authorizeRegistry(issuer, where, password);
  return password === undefined
    ? { ok: false, status: 401, message: 'no basic auth credentials' }
    : { ok: false, status: 400, message: 'Your Authorization Token is invalid.' };
}

function tokenId(password: string): string | undefined {
  try {
    const { payload } = JSON.parse(atob(password)) as { payload?: unknown };
    return typeof payload === 'string' ? payload : undefined;
  } catch {
    return undefined;
  }
}
