import type { HttpRequest } from './request.ts';

/** Where and as whom calls are made when a request does not say: a request without a signature is taken as this. */
export interface Caller {
  region: string;
  principal: string;
  /** Whose an access key is; undefined for one that nobody gave, which is taken as `principal`'s. */
  identify?(
    accessKeyId: string,
  ): { principal: string; token?: string } | { code: string; message: string } | undefined;
}

/** Who signs a request, and for which Region: `Credential=AKIA…/20260105/us-east-1/ecs/aws4_request` (Signature Version 4's credential scope). */
export function signerOf(
  request: Pick<HttpRequest, 'header'>,
  { region, principal, identify }: Caller,
): { region: string; principal: string } | { code: string; message: string } {
  const [, accessKeyId, scope] =
    /Credential=([^/,\s]+)\/\d{8}\/([a-z0-9-]+)\//.exec(request.header('authorization') ?? '') ?? [];
  const found = accessKeyId === undefined ? undefined : identify?.(accessKeyId);
  if (found && 'code' in found) return found;
  if (found?.token !== undefined && request.header('x-amz-security-token') !== found.token) {
    return {
      code: 'UnrecognizedClientException',
      message: 'The security token included in the request is invalid.',
    };
  }
  return { region: scope ?? region, principal: found?.principal ?? principal };
}
