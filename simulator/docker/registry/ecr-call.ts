import type { RegistryAccess, Session } from './access.ts';

/** How the registry's HTTP interface names the API's errors (OCI distribution specification, error codes). */
const registryCodes: Readonly<Record<string, string>> = {
  RepositoryNotFoundException: 'name unknown',
  ImageNotFoundException: 'manifest unknown',
  ImageTagAlreadyExistsException: 'tag invalid',
  InvalidParameterException: 'manifest invalid',
  LayersNotFoundException: 'manifest blob unknown',
  AccessDeniedException: 'denied',
};

/** An error answer of Amazon ECR. `text` is what a Docker client shows of it. */
export class EcrRefusal extends Error {
  override readonly name = 'EcrRefusal';
  readonly code: string;
  readonly text: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
    this.text = `${registryCodes[code] ?? 'unknown'}: ${message}`;
  }
}

/** One ECR API call. @throws EcrRefusal */
export function callEcr(
  operation: string,
  input: Record<string, unknown>,
  { principal, region, accountId, service }: Session,
  registry: RegistryAccess,
): unknown {
  const reply = registry.send({
    service,
    operation,
    input: { registryId: accountId, ...input },
    region,
    principal,
  });
  if (!reply.ok) throw new EcrRefusal(reply.error.code, reply.error.message);
  return reply.output;
}
