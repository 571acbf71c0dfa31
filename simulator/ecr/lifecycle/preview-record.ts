/** What a lifecycle policy would do to one image. */
export interface PlannedAction {
  digest: string;
  type: 'EXPIRE' | 'TRANSITION';
  rulePriority: number;
}

/** The dry run of a lifecycle policy over a repository. */
export interface Preview {
  text: string;
  status: string;
  /** Filled in when the preview completes; oldest image first. */
  planned: (PlannedAction & { tags: string[]; pushedAt: number; storageClass: 'STANDARD' | 'ARCHIVE' })[];
}
