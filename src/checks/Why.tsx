/** What is said about one part of an answer. */
import type { Explanation } from '../../learner/checks/index.ts';
import { Prose } from './Prose.tsx';
import { Sign } from './Sign.tsx';

export function Why({ id, explanation }: { id: string; explanation: Explanation | undefined }) {
  if (!explanation) return null;
  const { correct, why } = explanation;
  return (
    <p class="dd-check-why" id={id}>
      <Sign sign={correct ? 'right' : 'wrong'} />
      <span>
        <strong>{correct ? 'Right:' : 'Not right:'}</strong> <Prose text={why} />
      </span>
    </p>
  );
}
