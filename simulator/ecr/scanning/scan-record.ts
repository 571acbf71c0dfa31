/** What scanning knows of one image. Moments are ms since 1970. */
export interface Scan {
  /** `BASIC`: once; `ENHANCED`: by Amazon Inspector. */
  type: 'BASIC' | 'ENHANCED';
  status: string;
  description?: string;
  requestedAt: number;
  completedAt?: number;
  /** The operating system that was found: a key of the table of vulnerabilities. */
  operatingSystem?: string;
}
