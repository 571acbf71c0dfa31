import { engine } from './engine.ts';
import type { Arguments } from './flags.ts';
import { template } from './format.ts';
import { printed, type DockerIo, type Printed } from './io.ts';

interface EngineVersion {
  Version: string;
  ApiVersion: string;
  MinAPIVersion: string;
  Os: string;
  Arch: string;
}

/** `docker version`. */
export function version(args: Arguments, io: DockerIo): Printed {
  const server = engine<EngineVersion>(io, 'SystemVersion', {});
  const client = { Version: server.Version, ApiVersion: server.ApiVersion, Os: server.Os, Arch: server.Arch };
  const format = args.value('format');
  if (format !== undefined) {
    return printed(
      `${format === 'json' ? JSON.stringify({ Client: client, Server: server }) : template(format, { Client: client, Server: server })}\n`,
    );
  }
  return printed(
    [
      'Client: Docker Engine - Community',
      ` Version:           ${client.Version}`,
      ` API version:       ${client.ApiVersion}`,
      ` OS/Arch:           ${client.Os}/${client.Arch}`,
      ' Context:           default',
      '',
      'Server: Docker Engine - Community',
      ' Engine:',
      `  Version:          ${server.Version}`,
      `  API version:      ${server.ApiVersion} (minimum version ${server.MinAPIVersion})`,
      `  OS/Arch:          ${server.Os}/${server.Arch}`,
      '',
    ].join('\n'),
  );
}
