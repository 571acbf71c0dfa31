import type { Failure } from '../../kernel/journal.ts';

/** The only Region in which the API of ECR Public answers. */
export const publicRegion = 'us-east-1';

/** A Region that has an endpoint of ECR Public beside, which takes no command (https://docs.aws.amazon.com/general/latest/gr/ecr-public.html). */
const mute = 'us-west-2';

/**
 * Why ECR Public does not answer in a Region: elsewhere there is no endpoint, in the words of the AWS CLI
 * (https://github.com/aws/aws-cli/issues/5917), or one that takes no command
 * (https://github.com/codeship-library/aws-utilities/pull/117); undefined where it does answer.
 */
export function regionRefusal(operation: string, region: string): Failure | undefined {
  if (region === publicRegion) return undefined;
  return region === mute
    ? {
        code: 'UnsupportedCommandException',
        message: `${operation} command is only supported in ${publicRegion}.`,
      }
    : {
        code: 'EndpointConnectionError',
        message: `Could not connect to the endpoint URL: "https://api.ecr-public.${region}.amazonaws.com/"`,
      };
}
