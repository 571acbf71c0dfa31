import { DockerfileError, type Instruction } from '../dockerfile/parse.ts';

/** A port of EXPOSE as the configuration keeps it, `80/tcp`. @throws DockerfileError in the builder's words */
export function exposedPort(word: string, { line, endLine }: Instruction): string {
  const match = /^(\d+)(?:-\d+)?(?:\/(tcp|udp|sctp))?$/i.exec(word);
  if (!match) throw new DockerfileError(`invalid containerPort: ${word}`, line, endLine);
  return `${match[1]}/${(match[2] ?? 'tcp').toLowerCase()}`;
}
