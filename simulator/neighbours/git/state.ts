/** Git repositories outside of AWS, as GitHub keeps them: what pipelines and builds take their sources from. */
export interface Git {
  /** By `owner/name`, then by branch: the newest commit. */
  repositories: Map<string, Map<string, Commit>>;
}

export interface Commit {
  /** 40 hexadecimal digits. */
  id: string;
  message: string;
  /** ms since 1970. */
  at: number;
  /** Text files by path. */
  files: Record<string, string>;
}

export function createGit(): Git {
  return { repositories: new Map() };
}

/** The newest commit of a branch; a repository may be named by its URL. */
export function commitOf({ repositories }: Git, repository: string, branch: string): Commit | undefined {
  const name = repository.replace(/^https?:\/\/[^/]+\//, '').replace(/\.git$/, '');
  return repositories.get(name)?.get(branch);
}
