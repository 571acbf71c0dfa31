/** What a call needs to be allowed: an action on a resource. */
export interface Need {
  /** `ecr:PutImage`. */
  action: string;
  /** ARN, or `*`. */
  resource: string;
  /** The account that owns the resource. */
  accountId: string;
  /** Of an action without a resource: statements that name one count as well. */
  anyResource?: boolean;
  /** Documents of the policies on the resource. */
  resourcePolicies?: readonly string[];
  /** Values of condition keys that the call itself brings, by key. */
  keys?: Readonly<Record<string, readonly string[]>>;
  /** A role's trust: the resource policy must allow as well, and AWS gives no reason. */
  trust?: boolean;
}

/** `aws:RequestTag/…` and `aws:TagKeys` of the tags that a request brings. */
export function requestTags(
  tags: readonly { Key?: string; key?: string; Value?: string; value?: string }[] | undefined,
): Record<string, readonly string[]> {
  if (!Array.isArray(tags) || tags.length === 0) return {};
  const pairs = tags.map((tag) => [tag?.Key ?? tag?.key ?? '', tag?.Value ?? tag?.value ?? ''] as const);
  return {
    'aws:TagKeys': pairs.map(([key]) => key),
    ...Object.fromEntries(pairs.map(([key, value]) => [`aws:RequestTag/${key}`, [value]])),
  };
}

/** `aws:ResourceTag/…` and the service's own key for the tags of a resource. */
export function resourceTags(
  service: string,
  tags: ReadonlyMap<string, string> | undefined,
): Record<string, readonly string[]> {
  return Object.fromEntries(
    [...(tags ?? [])].flatMap(([key, value]) => [
      [`aws:ResourceTag/${key}`, [value]],
      [`${service}:ResourceTag/${key}`, [value]],
    ]),
  );
}
