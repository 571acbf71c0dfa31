/**
 * The upstream registries that a pull through cache rule can name
 * (https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html).
 */
export interface Upstream {
  /** What `upstreamRegistryUrl` must look like. */
  url: RegExp;
  /** `secret`: a secret of AWS Secrets Manager; `role`: an IAM role, for a registry of another account. */
  authentication: 'none' | 'secret' | 'role';
}

export const upstreams: Readonly<Record<string, Upstream>> = {
  ecr: { url: /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com$/, authentication: 'role' },
  'ecr-public': { url: /^public\.ecr\.aws$/, authentication: 'none' },
  quay: { url: /^quay\.io$/, authentication: 'none' },
  k8s: { url: /^registry\.k8s\.io$/, authentication: 'none' },
  'docker-hub': { url: /^registry-1\.docker\.io$/, authentication: 'secret' },
  'github-container-registry': { url: /^ghcr\.io$/, authentication: 'secret' },
  'azure-container-registry': { url: /^[a-zA-Z0-9]+\.azurecr\.io$/, authentication: 'secret' },
  'gitlab-container-registry': { url: /^registry\.gitlab\.com$/, authentication: 'secret' },
  chainguard: { url: /^cgr\.dev$/, authentication: 'secret' },
};

/** The upstream's name by its URL. */
export function upstreamAt(url: string): string | undefined {
  return Object.keys(upstreams).find((name) => upstreams[name]!.url.test(url));
}
