/** The shell's variable that holds the session of PowerShell while the learner is in it. */
export const pwshVariable = 'DRYDOCK_PWSH';

/** Whether a shell with these variables is in PowerShell. */
export function isPowerShell(env: Readonly<Record<string, string>> | undefined): boolean {
  return env?.[pwshVariable] !== undefined;
}

/**
 * What stands before the cursor: `~/app $ ` in bash, `PS /home/learner/app> ` in PowerShell.
 * @param cwd the working folder
 * @param home the home folder, which bash writes as ~
 */
export function promptOf(cwd: string, home: string, inPowerShell: boolean): string {
  if (inPowerShell) return `PS ${cwd}> `;
  const short = cwd === home ? '~' : cwd.startsWith(`${home}/`) ? `~${cwd.slice(home.length)}` : cwd;
  return `${short} $ `;
}
