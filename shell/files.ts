import type { IFileSystem } from 'just-bash/browser';

export const home = '/home/learner';

/** The text files below the home folder, by absolute path. */
export async function readHome(fs: IFileSystem): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const path of fs.getAllPaths().toSorted()) {
    if (!path.startsWith(`${home}/`)) continue;
    try {
      if ((await fs.stat(path)).isFile) files.set(path, await fs.readFile(path));
    } catch {
      // A link that leads nowhere is no file.
    }
  }
  return files;
}

/** Tells `changed` of every file that differs between two readings. */
export function compare(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
  changed: (path: string, content: string | undefined) => void,
): void {
  for (const [path, content] of after) if (before.get(path) !== content) changed(path, content);
  for (const path of before.keys()) if (!after.has(path)) changed(path, undefined);
}

/** Folders of the home folder that hold credentials: they stand beside the project here, and are no part of a build. */
const privateFolders = [`${home}/.aws/`, `${home}/.docker/`];

/** The text files below a folder, by path relative to it: a build context. */
export async function readFolder(fs: IFileSystem, folder: string): Promise<Record<string, string>> {
  const prefix = folder === '/' ? '/' : `${folder}/`;
  const files: Record<string, string> = {};
  for (const path of fs.getAllPaths().toSorted()) {
    if (!path.startsWith(prefix) || privateFolders.some((each) => path.startsWith(each))) continue;
    try {
      if ((await fs.stat(path)).isFile) files[path.slice(prefix.length)] = await fs.readFile(path);
    } catch {
      // A link that leads nowhere is no file.
    }
  }
  return files;
}
