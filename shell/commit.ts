import type { IFileSystem } from 'just-bash/browser';
import { readFolder } from './files.ts';

/** What `drydock commit` is given. */
export interface CommitInput {
  repository: string;
  branch: string;
  message: string;
  files: Record<string, string>;
}

/**
 * Reads `OWNER/NAME [FOLDER] [-m MESSAGE] [--branch BRANCH]`, and the files of the folder.
 * @returns what the call takes, or what is wrong, in a sentence
 */
export async function readCommit(
  args: readonly string[],
  { fs, cwd }: { fs: IFileSystem; cwd: string },
): Promise<CommitInput | string> {
  const plain: string[] = [];
  let branch = 'main';
  let message = 'Change the sources';
  for (let at = 0; at < args.length; at++) {
    if (args[at] === '-m' || args[at] === '--message') message = args[++at] ?? '';
    else if (args[at] === '--branch') branch = args[++at] ?? '';
    else plain.push(args[at]!);
  }
  const [repository = '', folder = '.'] = plain;
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository))
    return 'name the repository as OWNER/NAME: drydock commit octo/shop .';
  const files = await readFolder(fs, fs.resolvePath(cwd, folder));
  if (Object.keys(files).length === 0) return `there are no files in ${folder}`;
  return { repository, branch, message, files };
}
