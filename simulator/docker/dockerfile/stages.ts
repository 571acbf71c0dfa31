import { DockerfileError, type Instruction } from './parse.ts';
import { hostPlatform } from '../platform.ts';
import { substitute, pairs } from './substitute.ts';

export interface Stage {
  /** `AS name`, lower case. */
  name?: string;
  /** Name of the base image, `scratch`, or of an earlier stage. */
  base: string;
  platform?: string;
  from: Instruction;
  instructions: Instruction[];
}

/** ARG values that stand before the first FROM. */
export interface Plan {
  stages: Stage[];
  globals: Map<string, string>;
}

/**
 * Sorts instructions into stages.
 * @param buildArgs `--build-arg` values by name
 * @param target the platform that is built for, such as `linux/arm64`; its parts are ARGs by themselves
 *   (https://docs.docker.com/reference/dockerfile/#automatic-platform-args-in-the-global-scope)
 * @throws DockerfileError with BuildKit's text
 */
export function planStages(
  instructions: readonly Instruction[],
  buildArgs: Readonly<Record<string, string>>,
  target: string = hostPlatform,
): Plan {
  const globals = new Map([...platformArgs('BUILD', hostPlatform), ...platformArgs('TARGET', target)]);
  const stages: Stage[] = [];
  for (const instruction of instructions) {
    const current = stages.at(-1);
    if (instruction.keyword === 'FROM') stages.push(readFrom(instruction, globals));
    else if (current) current.instructions.push(instruction);
    else if (instruction.keyword === 'ARG') {
      for (const [name, value] of pairs(
        instruction.rest.includes('=') ? instruction.rest : `${instruction.rest}=`,
      )) {
        globals.set(name, buildArgs[name] ?? substitute(value, (other) => globals.get(other)));
      }
    } else {
      throw new DockerfileError(
        `dockerfile parse error on line ${instruction.line}: no build stage in current context`,
        instruction.line,
        instruction.endLine,
      );
    }
  }
  if (stages.length === 0) throw new DockerfileError('dockerfile contains no stages to build');
  return { stages, globals };
}

function platformArgs(prefix: string, platform: string): [string, string][] {
  const [os = '', architecture = '', variant = ''] = platform.split('/');
  return [
    [`${prefix}PLATFORM`, platform],
    [`${prefix}OS`, os],
    [`${prefix}ARCH`, architecture],
    [`${prefix}VARIANT`, variant],
  ];
}

function readFrom(instruction: Instruction, globals: ReadonlyMap<string, string>): Stage {
  const { line, endLine } = instruction;
  const parts = substitute(instruction.rest, (name) => globals.get(name))
    .split(/\s+/)
    .filter(Boolean);
  const named = parts.length === 3 && parts[1]!.toLowerCase() === 'as';
  if (parts.length !== 1 && !named) {
    const empty =
      parts.length === 0
        ? `base name (${instruction.rest}) should not be blank`
        : 'FROM requires either one or three arguments';
    throw new DockerfileError(`dockerfile parse error on line ${line}: ${empty}`, line, endLine);
  }
  const platform = instruction.flags.find(({ name }) => name === 'platform')?.value;
  const name = named ? parts[2]!.toLowerCase() : undefined;
  if (name !== undefined && !/^[a-z][a-z0-9-_.]*$/.test(name)) {
    throw new DockerfileError(
      `dockerfile parse error on line ${line}: invalid name for build stage: "${parts[2]}", name can't start with a number or contain symbols`,
      line,
      endLine,
    );
  }
  return {
    ...(name === undefined ? {} : { name }),
    base: parts[0]!,
    ...(platform === undefined ? {} : { platform: substitute(platform, (key) => globals.get(key)) }),
    from: instruction,
    instructions: [],
  };
}
