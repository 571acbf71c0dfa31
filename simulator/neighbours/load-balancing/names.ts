import { AwsError } from '../../api/errors.ts';

/**
 * Load balancers and target groups are named by the same rules (API reference, CreateLoadBalancer, CreateTargetGroup).
 * @param kind as the refusal's text names it
 * @throws AwsError ValidationError
 */
export function checkName(kind: 'load balancer' | 'target group', name: string): void {
  const wrong =
    name.length > 32
      ? `The ${kind} name '${name}' cannot be longer than '32' characters`
      : !/^[a-zA-Z0-9-]+$/.test(name)
        ? `The ${kind} name '${name}' can only contain characters that are alphanumeric characters and hyphens(-)`
        : name.startsWith('-') || name.endsWith('-')
          ? `The ${kind} name '${name}' cannot begin or end with a hyphen(-)`
          : kind === 'load balancer' && name.startsWith('internal-')
            ? `The load balancer name '${name}' cannot begin with 'internal-'`
            : undefined;
  if (wrong) throw new AwsError('ValidationError', wrong);
}

/** Hosted zones of load balancers in Route 53 (https://docs.aws.amazon.com/general/latest/gr/elb.html): application, network. */
const zones: Readonly<Record<string, readonly [string, string]>> = {
  'us-east-1': ['Z35SXDOTRQ7X7K', 'Z26RNL4JYFTOTI'],
  'us-east-2': ['Z3AADJGX6KTTL2', 'ZLMOA37VPKANP'],
  'us-west-1': ['Z368ELLRRE2KJ0', 'Z24FKFUX50B4VW'],
  'us-west-2': ['Z1H1FL5HABSF5', 'Z18D5FSROUN65G'],
  'eu-west-1': ['Z32O12XQLNTSW2', 'Z2IFOLAFXWLO4F'],
  'eu-central-1': ['Z215JYRZR1TBD5', 'Z3F0SRJ5LGBH90'],
  'ap-northeast-1': ['Z14GRHDCWA56QT', 'Z31USIVHYNEOWT'],
  'ap-southeast-1': ['Z1LMS91P8CMLE5', 'ZKVM4W9LS7TM'],
  'ap-southeast-2': ['Z1GM3OXH4ZPM65', 'ZCT6FZBF4DROD'],
};

export function hostedZone(region: string, type: 'application' | 'network'): string {
  return (zones[region] ?? zones['us-east-1']!)[type === 'application' ? 0 : 1];
}
