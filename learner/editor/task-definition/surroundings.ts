/** What there is in the learner's cloud that a file may name. Read only when it is asked for. */
export interface Surroundings {
  region: string;
  account: string;
  /** References that can be pulled: this region's repositories with their tags. */
  images(): readonly string[];
  /** ARNs of roles that ECS tasks may assume. */
  roles(): readonly string[];
  /** Names of log groups. */
  logGroups(): readonly string[];
  /** ARNs of secrets and parameters. */
  secrets(): readonly string[];
  /** Ids of EFS file systems. */
  fileSystems(): readonly string[];
}

/** A cloud of which nothing is known. */
export const nowhere: Surroundings = {
  region: 'us-east-1',
  account: '123456789012',
  images: () => [],
  roles: () => [],
  logGroups: () => [],
  secrets: () => [],
  fileSystems: () => [],
};
