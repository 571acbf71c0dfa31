/**
 * The command line's name of an API name: `DescribeTasks` is `describe-tasks`, `enableECSManagedTags` is
 * `enable-ecs-managed-tags` (botocore, `xform_name`).
 */
export function kebab(name: string): string {
  if (name.includes('-')) return name;
  const plural = /[A-Z]{2,}s$/.exec(name);
  const base = plural ? `${name.slice(0, plural.index)}-${plural[0].toLowerCase()}` : name;
  return base
    .replaceAll(/(.)([A-Z][a-z]+)/g, '$1-$2')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase();
}
