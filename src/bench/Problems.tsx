import type { Problem } from '../../simulator/ecs/task-definition/index.ts';
import { Icon } from './Icon.tsx';

/** What is wrong with the file, in the words of AWS; each entry leads to its place. */
export function Problems(props: {
  path: string;
  checked: boolean;
  problems: readonly Problem[];
  onGo: (problem: Problem) => void;
}) {
  const { path, checked, problems, onGo } = props;
  if (!checked) return null;
  return (
    <section class="bench-problems" aria-label={`Problems in ${path}`}>
      {problems.length === 0 ? (
        <p class="bench-fine">
          <Icon name="done" /> AWS would take this task definition.
        </p>
      ) : (
        <ul>
          {problems.map((problem) => (
            <li key={`${problem.rule}${problem.pointer}${problem.message}`} data-severity={problem.severity}>
              <button type="button" onClick={() => onGo(problem)}>
                <Icon name={problem.severity === 'error' ? 'error' : 'warning'} />
                <span class="bench-hidden">{problem.severity}: </span>
                <span class="bench-problem-text">{problem.message}</span>
                <span class="bench-muted"> line {problem.line}</span>
              </button>
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
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
