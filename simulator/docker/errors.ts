/** A refusal by the engine; `message` is the engine's own text, without the client's `Error response from daemon: `. */
export class EngineError extends Error {
  readonly code: string;
  readonly details: Record<string, unknown>;

  constructor(code: string, message: string, details: Record<string, unknown> = {}) {
    super(message);
    this.name = code;
    this.code = code;
    this.details = details;
  }
}

/** `No such image: …`, as the engine says it. */
export function noSuchImage(reference: string): EngineError {
  return new EngineError('NotFound', `No such image: ${reference}`);
}
