/** What the learner's machine is. */
export const hostPlatform = 'linux/amd64';
