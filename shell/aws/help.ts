import type { Model } from '../../simulator/api/model.ts';
import { optionsOf } from './arguments.ts';
import { operationsOf, services, shapeOf, type Operation } from './operation.ts';
import { waiters } from './wait.ts';

/** `aws help`: what there is. */
export function mainHelp(): string {
  return page('aws', 'The AWS Command Line Interface, over the simulated cloud.', [
    [
      'SYNOPSIS',
      [
        'aws [options] <command> <subcommand> [parameters]',
        '',
        'Use aws command help for information on a specific command.',
      ],
    ],
    [
      'GLOBAL OPTIONS',
      [
        '--region, --profile, --output (json, text, table, yaml), --query (JMESPath), --no-paginate, --no-cli-pager, --endpoint-url',
      ],
    ],
    ['AVAILABLE SERVICES', [...services, 'configure'].sort().map((service) => `o ${service}`)],
  ]);
}

/** `aws <service> help`. */
export function serviceHelp(service: string, commands: readonly string[]): string {
  return page(service, `Commands of ${service}. Each takes help: aws ${service} <command> help.`, [
    ['AVAILABLE COMMANDS', commands.map((name) => `o ${name}`)],
  ]);
}

/** `aws <service> <operation> help`: its options, with the types that they take. */
export function operationHelp(
  name: string,
  operation: Operation,
  documentation: Readonly<Record<string, string>>,
): string {
  const options = optionsOf(operation).filter(({ hidden }) => !hidden);
  const synopsis = options
    .filter(({ value }) => value !== false)
    .map(({ flag, required, takes, member, value }) => {
      const shown =
        value === undefined
          ? `${flag}${takes === 'none' ? '' : ' <value>'}`
          : `${flag} | ${options.find((other) => other.member === member && other.value === false)?.flag}`;
      return required && member ? shown : `[${shown}]`;
    });
  const input = operation.input;
  const described = options
    .filter(({ value }) => value !== false)
    .flatMap(({ flag, member, shape }) => {
      const text = documentation[`${input}.${member}`];
      return [`${flag} (${typeName(operation.model, shape)})`].concat(text ? wrap(text, '   ') : [], '');
    });
  return page(name, documentation[operation.name] ?? documentation[input] ?? '', [
    ['SYNOPSIS', [name, ...synopsis.map((line) => `  ${line}`)]],
    ['OPTIONS', described],
  ]);
}

/** `aws <service> wait help`. */
export function waitHelp(service: string): string {
  return page('wait', 'Waits until a resource is in a state, asking again and again.', [
    ['AVAILABLE COMMANDS', Object.keys(waiters[service] ?? {}).map((name) => `o ${name}`)],
  ]);
}

/** The commands of a service, as a refusal lists them: operations, then the command line's own. */
export function commandsOf(service: string, extra: readonly string[]): string[] {
  return [...new Set([...operationsOf(service).keys(), ...extra, 'help'])];
}

function typeName(model: Model, shape: string): string {
  const { type } = shapeOf(model, shape);
  return type === 'union' ? 'structure' : type;
}

function page(
  title: string,
  about: string,
  sections: readonly (readonly [string, readonly string[]])[],
): string {
  const lines = [
    'NAME',
    `       ${title} -`,
    '',
    ...(about ? ['DESCRIPTION', ...wrap(about, '       '), ''] : []),
  ];
  for (const [heading, body] of sections)
    lines.push(heading, ...body.map((line) => (line === '' ? '' : `       ${line}`)), '');
  return `${lines.join('\n').trimEnd()}\n`;
}

function wrap(text: string, indent: string): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split(/\n{2,}/)) {
    let line = '';
    for (const word of paragraph.split(/\s+/)) {
      if (line && line.length + word.length + 1 > 72) {
        lines.push(indent + line);
        line = word;
      } else line = line ? `${line} ${word}` : word;
    }
    if (line) lines.push(indent + line);
  }
  return lines;
}
