import { DockerCliError } from './errors.ts';
import { attempt, type DockerIo } from './io.ts';

/** A call whose error is printed as the client prints the engine's: `Error response from daemon: …`. @throws DockerCliError */
export function engine<T>(io: DockerIo, operation: string, input: Record<string, unknown>): T {
  const reply = attempt(io, operation, input);
  if (reply.ok) return reply.output as T;
  throw new DockerCliError(daemonError(reply.error));
}

/** The client's own refusals stand as they are, the engine's carry its prefix. */
export function daemonError({
  message,
  details,
}: {
  message: string;
  details?: Record<string, unknown>;
}): string {
  return details?.['client'] ? message : `Error response from daemon: ${message}`;
}
