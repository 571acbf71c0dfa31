/** An error that a service answers with; the dispatcher turns it into the wire's `__type` and `message`. */
export class AwsError extends Error {
  readonly code: string;
  readonly details: Record<string, unknown>;

  constructor(code: string, message: string, details: Record<string, unknown> = {}) {
    super(message);
    this.name = code;
    this.code = code;
    this.details = details;
  }
}
