import type { CustomCommand } from './custom-command.ts';
import { usageError } from './errors.ts';
import { readOptions } from './flags.ts';
import { operationsOf } from './operation.ts';

/**
 * `ecs execute-command`: what the Session Manager plugin prints. One command a session: nobody can type into it.
 */
export const executeCommand: CustomCommand = (args, client) => {
  const { options } = readOptions(args, {
    values: ['--cluster', '--task', '--container', '--command'],
    flags: ['--interactive', '--non-interactive'],
  });
  const missing = ['--command', '--interactive', '--task'].filter(
    (name) => !options.has(name) && !(name === '--interactive' && options.has('--non-interactive')),
  );
  if (missing.length > 0) throw usageError(`the following arguments are required: ${missing.join(', ')}`);
  const command = options.get('--command')!;
  const { session } = client.call(operationsOf('ecs').get('execute-command')!, {
    ...(options.has('--cluster') ? { cluster: options.get('--cluster') } : {}),
    ...(options.has('--container') ? { container: options.get('--container') } : {}),
    task: options.get('--task'),
    command,
    interactive: options.has('--interactive'),
  }) as { session: { sessionId: string; tokenValue: string } };
  const bytes = Uint8Array.from(atob(session.tokenValue), (character) => character.charCodeAt(0));
  const { output } = JSON.parse(new TextDecoder().decode(bytes)) as { output: string[] };
  const hint = /^\s*(?:\/bin\/)?(?:sh|bash)\s*$/.test(command)
    ? ['Drydock runs one command a session: give it one, such as --command "ls /".']
    : [];
  return [
    '',
    'The Session Manager plugin was installed successfully. Use the AWS CLI to start a session.',
    '',
    '',
    `Starting session with SessionId: ${session.sessionId}`,
    ...output,
    ...hint,
    '',
    '',
    `Exiting session with sessionId: ${session.sessionId}.`,
    '',
    '',
  ].join('\n');
};
