import type { Identified } from '../simulator/iam/credentials.ts';
import type { Call, Reply } from '../simulator/kernel/journal.ts';

/** What the shell needs of the world round it. Everything that the learner does goes through here, into the journal. */
export interface ShellHost {
  /** One API call to the simulated cloud, or to the learner's Docker engine; the host journals it. */
  send(call: Call): Reply;
  /**
   * The answer to a question that changes nothing, which the host does not journal: completion asks for the names of
   * images. Without it, completion leaves those out.
   */
  look?(call: Call): Reply;
  /** Whose an access key is in this world now; undefined when nobody has it. */
  identify(accessKeyId: string): Identified | undefined;
  /** Virtual time now, ms since 1970. */
  date(): number;
  /** Virtual time passes, in ms: a push takes a while, `sleep 30`, `aws ecs wait`. */
  wind(ms: number): void;
  /** A file of the home folder was written, or removed (undefined). The path is absolute. */
  onFile?(path: string, content: string | undefined): void;
}
