/**
 * Dockerfiles: what the builder refuses, in its words (the simulator's own parser), and those of BuildKit's checks that
 * the text alone shows (https://docs.docker.com/reference/build-checks/).
 */
import type { Problem } from '../../../simulator/ecs/task-definition/index.ts';
import { lineStarts } from '../../../simulator/ecs/task-definition/positions.ts';
import { copyArguments } from '../../../simulator/docker/build/copy.ts';
import { exposedPort } from '../../../simulator/docker/build/expose.ts';
import { healthcheck } from '../../../simulator/docker/build/healthcheck.ts';
import {
  DockerfileError,
  parseDockerfile,
  type Instruction,
} from '../../../simulator/docker/dockerfile/parse.ts';
import { planStages } from '../../../simulator/docker/dockerfile/stages.ts';
import { pairs, words } from '../../../simulator/docker/dockerfile/substitute.ts';
import { problemsOf, type Mark } from './marked.ts';

const reference = 'https://docs.docker.com/reference/dockerfile/';

/** Everything that is wrong with a Dockerfile, and what the builder warns of. */
export function checkDockerfile(text: string): Problem[] {
  const starts = lineStarts(text);
  /** Lines, from 1, as a span without the blanks before and after. */
  const lines = (line = 1, endLine = line) => {
    const start = starts[line - 1] ?? 0;
    const end = starts[endLine] ?? text.length + 1;
    const inner = text.slice(start, end - 1).trimEnd();
    return { start: start + inner.length - inner.trimStart().length, end: start + inner.length };
  };
  const marks: Mark[] = [];
  const refused = (error: unknown) => {
    if (!(error instanceof DockerfileError)) throw error;
    marks.push({
      ...lines(error.line, error.endLine),
      rule: 'DOCKERFILE',
      message: error.message,
      documentation: reference,
    });
  };
  const instructions = readAll(text, refused);
  for (const instruction of instructions) {
    try {
      checkInstruction(instruction);
    } catch (error) {
      refused(error);
    }
  }
  if (marks.every(({ rule }) => rule !== 'DOCKERFILE'))
    try {
      planStages(instructions, {});
    } catch (error) {
      refused(error);
    }
  for (const { line, endLine, rule, message } of warnings(instructions)) {
    const page = rule.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
    const documentation = `https://docs.docker.com/reference/build-checks/${page}/`;
    marks.push({ ...lines(line, endLine), rule, message, severity: 'warning', documentation });
  }
  return problemsOf(text, marks);
}

/** The instructions that can be read; the others, one after the other, go to `refused`. */
function readAll(text: string, refused: (error: unknown) => void): Instruction[] {
  const rest = text.split('\n');
  for (let round = 0; round < 100; round++) {
    try {
      return parseDockerfile(rest.join('\n'));
    } catch (error) {
      const { line, endLine = line } = error as DockerfileError;
      if (round === 0 || line !== undefined) refused(error);
      if (line === undefined) return [];
      for (let at = line; at <= endLine!; at++) rest[at - 1] = '';
    }
  }
  return [];
}

/** @throws DockerfileError as the step would */
function checkInstruction(instruction: Instruction): void {
  const { keyword, rest, json, line, endLine } = instruction;
  // What a variable stands for is known only in a build.
  if (keyword === 'COPY' || keyword === 'ADD') {
    if (instruction.heredocs.length === 0) copyArguments(instruction, json ?? words(rest));
  } else if (keyword === 'EXPOSE') {
    for (const word of words(rest)) if (!word.includes('$')) exposedPort(word, instruction);
  } else if (keyword === 'HEALTHCHECK') healthcheck(instruction);
  else if (keyword === 'SHELL' && !json)
    throw new DockerfileError(
      `dockerfile parse error on line ${line}: SHELL requires the arguments to be in JSON form`,
      line,
      endLine,
    );
}

type Warning = Pick<Instruction, 'line' | 'endLine'> & { rule: string; message: string };

const secret = /(?:^|_)(?:apikey|auth|credential|credentials|key|password|pword|passwd|secret|token)(?:_|$)/i;
const harmless = /(?:^|_)public(?:_|$)/i;

/** BuildKit's checks (moby/buildkit, frontend/dockerfile/linter/ruleset.go). */
function* warnings(instructions: readonly Instruction[]): Generator<Warning> {
  const names = new Set<string>();
  let last = new Map<string, Instruction>();
  let absolute = false;
  for (const each of instructions) {
    const { keyword, rest, original } = each;
    const warn = (rule: string, message: string): Warning => ({
      line: each.line,
      endLine: each.endLine,
      rule,
      message,
    });
    if (keyword === 'FROM') {
      [last, absolute] = [new Map(), false];
      const [, as = '', name = ''] = /\s(as)\s+(\S+)\s*$/i.exec(rest) ?? [];
      const from = original.split(/\s/)[0]!;
      if (name && names.has(name.toLowerCase()))
        yield warn('DuplicateStageName', `Duplicate stage name "${name}", stage names should be unique`);
      if (as && isUpper(as) !== isUpper(from))
        yield warn('FromAsCasing', `'${as}' and '${from}' keywords' casing do not match`);
      if (name) names.add(name.toLowerCase());
    }
    if (['CMD', 'ENTRYPOINT', 'HEALTHCHECK'].includes(keyword)) {
      const before = last.get(keyword);
      if (before)
        yield {
          line: before.line,
          endLine: before.endLine,
          rule: 'MultipleInstructionsDisallowed',
          message: `Multiple ${keyword} instructions should not be used in the same stage because only the last one will be used`,
        };
      last.set(keyword, each);
    }
    if ((keyword === 'CMD' || keyword === 'ENTRYPOINT') && !each.json && rest !== '')
      yield warn(
        'JSONArgsRecommended',
        `JSON arguments recommended for ${keyword} to prevent unintended behavior related to OS signals`,
      );
    if (keyword === 'MAINTAINER')
      yield warn('MaintainerDeprecated', 'Maintainer instruction is deprecated in favor of using label');
    if ((keyword === 'ENV' || keyword === 'LABEL') && !(words(rest)[0] ?? '').includes('='))
      yield warn(
        'LegacyKeyValueFormat',
        `"${keyword} key=value" should be used instead of legacy "${keyword} key value" format`,
      );
    if (keyword === 'WORKDIR') {
      const folder = words(rest)[0] ?? '';
      if (!absolute && !/^(?:[\\/$]|[A-Za-z]:)/.test(folder))
        yield warn(
          'WorkdirRelativePath',
          `Relative workdir "${folder}" can have unexpected results if the base image changes`,
        );
      else absolute = true;
    }
    if (keyword === 'ENV' || keyword === 'ARG')
      for (const [name] of pairs(rest))
        if (secret.test(name) && !harmless.test(name))
          yield warn(
            'SecretsUsedInArgOrEnv',
            `Do not use ARG or ENV instructions for sensitive data (${keyword} "${name}")`,
          );
  }
}

const isUpper = (text: string) => text === text.toUpperCase();
