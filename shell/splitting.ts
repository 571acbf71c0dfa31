import type { Bash } from 'just-bash/browser';

type Plugin = Parameters<Bash['registerTransformPlugin']>[0];

/**
 * just-bash (3.4.2) does not split the words of an expansion that stands where the command's name does, so that
 * `$(aws ecr get-login)` would look for a program with blanks in its name. Arguments it splits well: this puts the
 * builtin `command` before such a line, at any depth of the script.
 */
export const splitting: Plugin = {
  name: 'splitting',
  transform({ ast }) {
    rewrite(ast);
    return { ast };
  },
};

interface Word {
  type: 'Word';
  parts: { type: string }[];
}

interface SimpleCommand {
  type: 'SimpleCommand';
  name: Word | null;
  args: Word[];
}

function rewrite(node: unknown): void {
  if (Array.isArray(node)) node.forEach(rewrite);
  else if (typeof node === 'object' && node !== null) {
    if (isSimpleCommand(node) && isExpansion(node.name)) {
      node.args = [node.name, ...node.args];
      node.name = { type: 'Word', parts: [{ type: 'Literal', value: 'command' } as { type: string }] };
    }
    Object.values(node).forEach(rewrite);
  }
}

function isSimpleCommand(node: object): node is SimpleCommand & { name: Word } {
  return (
    (node as Partial<SimpleCommand>).type === 'SimpleCommand' &&
    Boolean((node as Partial<SimpleCommand>).name)
  );
}

/** Whether a word begins with an expansion outside quotes. */
function isExpansion({ parts }: Word): boolean {
  return parts[0]?.type === 'ParameterExpansion' || parts[0]?.type === 'CommandSubstitution';
}
