/** What `docker` says on standard error, and its exit code: 125 for the engine's or flags' errors of `run`, 1 for others. */
export class DockerCliError extends Error {
  override readonly name = 'DockerCliError';
  readonly exitCode: number;
  /** What had been printed before. */
  readonly stdout: string;

  constructor(text: string, exitCode = 1, stdout = '') {
    super(text);
    this.exitCode = exitCode;
    this.stdout = stdout;
  }
}
