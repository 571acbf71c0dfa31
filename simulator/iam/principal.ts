/** Who calls, as an ARN tells it. */
export interface Principal {
  /** The ARN that AWS's messages name. */
  arn: string;
  kind: 'root' | 'user' | 'role' | 'session';
  accountId: string;
  /** Name of the user or role, without its path; empty for the root. */
  name: string;
  /** Name of an assumed role's session. */
  session?: string;
}

const patterns: readonly [RegExp, Principal['kind']][] = [
  [/^arn:aws:iam::(\d{12}):root$/, 'root'],
  [/^arn:aws:iam::(\d{12}):user\/(?:[^/]+\/)*([\w+=,.@-]+)$/, 'user'],
  [/^arn:aws:iam::(\d{12}):role\/(?:[^/]+\/)*([\w+=,.@-]+)$/, 'role'],
  [/^arn:aws:sts::(\d{12}):assumed-role\/([\w+=,.@-]+)\/([\w+=,.@-]+)$/, 'session'],
];

/** Reads the ARN of a principal (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html); undefined when it is none. */
export function readPrincipal(arn: string): Principal | undefined {
  for (const [pattern, kind] of patterns) {
    const match = pattern.exec(arn);
    if (match)
      return {
        arn,
        kind,
        accountId: match[1]!,
        name: match[2] ?? '',
        ...(match[3] === undefined ? {} : { session: match[3] }),
      };
  }
  return undefined;
}
