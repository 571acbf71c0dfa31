import type { Fix } from '../../learner/editor/task-definition/fix.ts';
import type { Problem } from '../../simulator/ecs/task-definition/index.ts';
import { Icon } from './Icon.tsx';

/** Who would take, or answer to, a file of each kind. */
const takers: Readonly<Record<string, string>> = {
  Dockerfile: 'Docker would build this Dockerfile.',
  'task definition': 'AWS would take this task definition.',
};

/** What is wrong with the file, in the words of AWS or Docker; each entry leads to its place and offers what mends it. */
export function Problems(props: {
  path: string;
  /** What the file is checked as. */
  kind: string | undefined;
  problems: readonly Problem[];
  /** Fixes of the problems, by their places in the list; they come a moment later. */
  fixes: readonly (readonly Fix[])[];
  onGo: (problem: Problem) => void;
  onFix: (fix: Fix) => void;
}) {
  const { path, kind, problems, fixes, onGo, onFix } = props;
  if (!kind) return null;
  const isFine = problems.every(({ severity }) => severity !== 'error');
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  return (
    <section class="bench-problems" aria-label={`Problems in ${path}`}>
      {isFine && (
        <p class="bench-fine">
          <Icon name="done" /> {takers[kind] ?? `AWS would take this ${kind}.`}
        </p>
      )}
      {problems.length > 0 && (
        <ul>
          {problems.map((problem, index) => (
            <li
              key={`${problem.rule}${problem.pointer}${problem.message}${problem.line}`}
              data-severity={problem.severity}
            >
              <button type="button" class="bench-problem" onClick={() => onGo(problem)}>
                <Icon name={problem.severity === 'error' ? 'error' : 'warning'} />
                <span class="bench-hidden">{problem.severity}: </span>
                <span class="bench-problem-text">{problem.message}</span>
                <span class="bench-muted"> line {problem.line}</span>
              </button>
              <span class="bench-problem-more">
                {problem.answered && errors > 1 && (
                  <span class="bench-answered">
                    {kind === 'Dockerfile' ? 'Docker' : 'AWS'} says this first
                  </span>
                )}
                {problem.documentation && (
                  <a
                    href={problem.documentation}
                    target="_blank"
                    rel="noreferrer"
                    aria-label={`Documentation of ${problem.rule}`}
                  >
                    {problem.rule}
                  </a>
                )}
                {(fixes[index]?.length ?? 0) > 0 && (
                  <span class="bench-fixes">
                    {fixes[index]!.slice(0, 2).map((fix) => (
                      <button type="button" key={fix.title} onClick={() => onFix(fix)}>
                        {fix.title}
                      </button>
                    ))}
                  </span>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
