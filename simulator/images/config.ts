/**
 * What an image says of the containers made from it: the `config` member of the OCI image configuration
 * (https://github.com/opencontainers/image-spec/blob/main/config.md), with Docker's two additions.
 */
export interface ImageConfig {
  User?: string;
  ExposedPorts?: Record<string, Record<string, never>>;
  /** `NAME=value`. */
  Env?: string[];
  Entrypoint?: string[];
  Cmd?: string[];
  Volumes?: Record<string, Record<string, never>>;
  WorkingDir?: string;
  Labels?: Record<string, string>;
  StopSignal?: string;
  Healthcheck?: Healthcheck;
  /** The shell of RUN, CMD and ENTRYPOINT in their shell forms. */
  Shell?: string[];
}

/** Durations are nanoseconds, as Docker keeps them. */
export interface Healthcheck {
  Test: string[];
  Interval?: number;
  Timeout?: number;
  StartPeriod?: number;
  Retries?: number;
}

/** TCP and UDP ports that the image exposes, in the order of the configuration. */
export function exposedPorts(config: ImageConfig): number[] {
  return Object.keys(config.ExposedPorts ?? {}).map((port) => Number.parseInt(port, 10));
}

/** The value of an environment variable of the image. */
export function environmentValue(config: ImageConfig, name: string): string | undefined {
  return config.Env?.findLast((entry) => entry.startsWith(`${name}=`))?.slice(name.length + 1);
}

/**
 * The command line of a container: overrides over the image's own. An entry point that is overridden drops the
 * image's CMD (https://docs.docker.com/reference/cli/docker/container/run/#entrypoint).
 */
export function commandLine(
  config: ImageConfig,
  command?: readonly string[],
  entryPoint?: readonly string[],
): string[] {
  const overridden = entryPoint !== undefined && entryPoint.length > 0;
  const first = overridden ? entryPoint : (config.Entrypoint ?? []);
  const rest = command?.length ? command : overridden ? [] : (config.Cmd ?? []);
  return [...first, ...rest];
}
