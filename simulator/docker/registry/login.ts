import { EngineError } from '../errors.ts';
import type { Credential, DockerState } from '../state.ts';
import { isEcr, type RegistryAccess, type Session } from './access.ts';

const statusTexts = { 400: '400 Bad Request', 401: '401 Unauthorized', 403: '403 Forbidden' } as const;

/** The host of what people type: `https://host/`, `host/repository`, nothing for Docker Hub. */
function registryHost(address: string | undefined): string {
  const host = (address ?? '').replace(/^https?:\/\//, '').replace(/\/.*$/, '');
  return host === '' || host === 'index.docker.io' || host === 'registry-1.docker.io' ? 'docker.io' : host;
}

/**
 * SystemAuth: tries the credentials and keeps them.
 * @throws EngineError Unauthorized with the engine's text
 */
export function systemAuth(
  docker: DockerState,
  input: { username?: string; password?: string; serveraddress?: string },
  registry: RegistryAccess,
): { Status: string; serveraddress: string } {
  const host = registryHost(input.serveraddress);
  const credential: Credential = { username: input.username ?? '', password: input.password ?? '' };
  if (host === 'docker.io') {
    throw new EngineError(
      'Unauthorized',
      'Get "https://registry-1.docker.io/v2/": unauthorized: incorrect username or password',
    );
  }
  if (!isEcr(host) && host !== 'public.ecr.aws') {
    throw new EngineError(
      'Unreachable',
      `Get "https://${host}/v2/": dialing ${host}:443: dial tcp: lookup ${host}: no such host`,
    );
  }
  const answer = tryCredential(host, credential, registry);
  if (!answer.ok) {
    throw new EngineError(
      'Unauthorized',
      `login attempt to https://${host}/v2/ failed with status: ${statusTexts[answer.status]}`,
    );
  }
  docker.credentials.set(host, credential);
  return { Status: 'Login Succeeded', serveraddress: host };
}

/** Logout: forgets the credentials; says whether there were any. */
export function logout(
  docker: DockerState,
  input: { serveraddress?: string },
): { serveraddress: string; removed: boolean } {
  const serveraddress = registryHost(input.serveraddress);
  return { serveraddress, removed: docker.credentials.delete(serveraddress) };
}

/** What the registry says to the credentials that the engine has for it. */
export function authorizeWith(
  docker: DockerState,
  host: string,
  registry: RegistryAccess,
): ReturnType<RegistryAccess['authorize']> {
  const credential = docker.credentials.get(host);
  return credential ? tryCredential(host, credential, registry) : registry.authorize(host, undefined);
}

export function sessionOf(
  answer: Extract<ReturnType<RegistryAccess['authorize']>, { ok: true }>,
  host: string,
): Session {
  return {
    host,
    principal: answer.principal,
    region: answer.region,
    accountId: answer.accountId,
    service: isEcr(host) ? 'ecr' : 'ecr-public',
  };
}

function tryCredential(
  host: string,
  { username, password }: Credential,
  registry: RegistryAccess,
): ReturnType<RegistryAccess['authorize']> {
  if (username !== 'AWS') return { ok: false, status: 400, message: 'Your Authorization Token is invalid.' };
  return registry.authorize(host, password);
}
