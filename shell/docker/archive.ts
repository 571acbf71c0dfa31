import type { LoadOutput } from '../../simulator/docker/index.ts';
import { fromBase64, toBase64 } from '../../simulator/ecr/distribution/base64.ts';
import { engine } from './engine.ts';
import { DockerCliError } from './errors.ts';
import type { Arguments } from './flags.ts';
import { printed, type DockerIo, type Printed } from './io.ts';

/** `docker save`. */
export async function save(args: Arguments, io: DockerIo): Promise<Printed> {
  const output = args.value('output');
  const path = output === undefined ? undefined : io.fs.resolvePath(io.cwd, output);
  if (path !== undefined) await checkOutput(path, output!, io);
  const { archive } = engine<{ archive: string }>(io, 'ImageSave', { references: args.positional });
  if (path === undefined) return { ...printed(atob(archive)), stdoutKind: 'bytes' };
  await io.fs.writeFile(path, fromBase64(archive)!);
  return printed('');
}

/** @throws DockerCliError when the archive cannot be written there */
async function checkOutput(path: string, given: string, { fs }: DockerIo): Promise<void> {
  const folder = path.slice(0, path.lastIndexOf('/')) || '/';
  const shown = given.includes('/') ? given.slice(0, given.lastIndexOf('/')) || '/' : '.';
  const kindOf = async (where: string) => {
    try {
      return (await fs.stat(where)).isDirectory ? 'folder' : 'file';
    } catch {
      return undefined;
    }
  };
  if ((await kindOf(folder)) !== 'folder')
    throw new DockerCliError(
      `failed to save image: invalid output path: directory "${shown}" does not exist`,
    );
  if ((await kindOf(path)) === 'folder')
    throw new DockerCliError(`failed to save image: cannot write to "${given}": it is a folder`);
}

/** `docker load`. */
export async function load(args: Arguments, io: DockerIo): Promise<Printed> {
  const input = args.value('input');
  const bytes = input === undefined ? io.stdinBytes() : await fileBytes(input, io);
  if (bytes.length === 0 && input === undefined)
    throw new DockerCliError('requested load from stdin, but stdin is empty');
  const { images, took } = engine<LoadOutput>(io, 'ImageLoad', { archive: toBase64(bytes) });
  io.wind(took);
  return printed(
    images
      .map(({ name, id, renamed }) =>
        name === undefined
          ? `Loaded image ID: ${id}\n`
          : `${renamed === undefined ? '' : `The image ${name} already exists, renaming the old one with ID ${renamed} to empty string\n`}Loaded image: ${name}\n`,
      )
      .join(''),
  );
}

/** @throws DockerCliError when the file cannot be read */
async function fileBytes(input: string, { fs, cwd }: DockerIo): Promise<Uint8Array> {
  try {
    return await fs.readFileBuffer(fs.resolvePath(cwd, input));
  } catch {
    throw new DockerCliError(`open ${input}: no such file or directory`);
  }
}
