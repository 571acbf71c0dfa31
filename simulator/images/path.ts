/** A path in one form: no leading `./` or `/`, no trailing slash, `.` for the root. */
export function cleanPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/') || '.';
}

/** An absolute path out of a path and the folder that it starts from. */
export function resolvePath(folder: string, path: string): string {
  const cleaned = cleanPath(path.startsWith('/') ? path : `${folder}/${path}`);
  return cleaned === '.' ? '/' : `/${cleaned}`;
}
