/** What Windows containers do not have. */
import { documentation } from '../documentation.ts';
import { topic, type Rule } from '../rule.ts';

const windows = { operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' };

function notOnWindows(id: string, member: 'pidMode' | 'ipcMode') {
  return {
    id,
    wording: 'paraphrase' as const,
    unverified: true as const,
    condition: `${member} in a Windows task`,
    message: `${member} is not supported for Windows containers.`,
    *check(task: Parameters<NonNullable<Rule['check']>>[0]) {
      if (task.windows && task.definition[member] !== undefined) yield { at: `/${member}` };
    },
    fix: `Leave out "${member}".`,
    example: {
      base: 'ec2' as const,
      change: { '/runtimePlatform': windows, [`/${member}`]: 'host' },
      at: `/${member}`,
      says: `${member} is not supported for Windows containers.`,
    },
  };
}

export const windowsRules: Rule[] = topic(documentation.windows, [
  notOnWindows('WIN-PIDMODE', 'pidMode'),
  notOnWindows('WIN-IPCMODE', 'ipcMode'),
  {
    id: 'WIN-LINUXPARAMS',
    wording: 'paraphrase',
    unverified: true,
    condition: 'linuxParameters in a Windows task',
    message: 'linuxParameters is not supported for Windows containers.',
    *check({ windows, containers }) {
      if (!windows) return;
      for (const { definition, at } of containers)
        if (definition.linuxParameters) yield { at: `${at}/linuxParameters` };
    },
    fix: 'Leave out "linuxParameters".',
    example: {
      base: 'ec2',
      change: {
        '/runtimePlatform': windows,
        '/containerDefinitions/0/linuxParameters': { initProcessEnabled: true },
      },
      at: '/containerDefinitions/0/linuxParameters',
      says: 'linuxParameters is not supported for Windows containers.',
    },
  },
]);
