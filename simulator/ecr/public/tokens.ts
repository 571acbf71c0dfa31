import type { GetAuthorizationTokenRequest, GetAuthorizationTokenResponse } from '@aws-sdk/client-ecr-public';
import { epochSeconds, type Wire } from '../../api/wire.ts';
import { tokenLife } from '../token-machine.ts';
import { issueToken } from '../tokens.ts';
import type { EcrPublicScope } from './scope.ts';

/** GetAuthorizationToken of ECR Public: one token for `public.ecr.aws`, valid for 12 hours as the private one. */
export function getAuthorizationToken(
  _input: Wire<GetAuthorizationTokenRequest>,
  scope: EcrPublicScope,
): Wire<GetAuthorizationTokenResponse> {
  const { password, expiresAt } = issueToken({ ...tokenLife, effect: 'ecr-public.token' }, scope);
  return {
    authorizationData: {
      authorizationToken: btoa(`AWS:${password}`),
      expiresAt: epochSeconds(expiresAt) as never,
    },
  };
}
