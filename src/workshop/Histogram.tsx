import type { ShownQuestion } from '../../learner/checks/index.ts';
import type { Counts } from '../../workshop/room/acts.ts';
import { Prose } from '../checks/Prose.tsx';

interface Props {
  readonly question: ShownQuestion;
  /** Votes of the first round, and of the second when there was one. */
  readonly rounds: readonly Counts[];
  /** What is right and why, once it is revealed. */
  readonly answer?: { readonly correct: readonly string[]; readonly why: Readonly<Record<string, string>> };
  /** What the viewer chose. */
  readonly mine?: readonly string[] | undefined;
}

const names = ['first vote', 'second vote'];
const sum = (counts: Counts) => Object.values(counts).reduce((total, count) => total + count, 0);

/** How the room voted, before and after talking it over. */
export function Histogram({ question, rounds, answer, mine }: Props) {
  const options = 'options' in question ? question.options : [];
  return (
    <ul class="room-histogram">
      {options.map(({ id, text }) => {
        const right = answer?.correct.includes(id) === true;
        return (
          <li key={id} data-right={answer ? right : undefined}>
            <p>
              {answer && <b class="room-verdict">{right ? 'Right' : 'Wrong'}: </b>}
              <Prose text={text} />
              {mine?.includes(id) && <span class="room-mine"> (your vote)</span>}
            </p>
            {rounds.map((counts, round) => {
              const share = (counts[id] ?? 0) / Math.max(1, sum(counts));
              return (
                <p class="room-votes" key={round}>
                  <span class="room-round">{names[round]}</span>
                  <span class="room-track" data-round={round}>
                    <i style={{ inlineSize: `${Math.round(share * 100)}%` }} />
                  </span>
                  <span class="room-count">
                    {counts[id] ?? 0} <span class="room-muted">{Math.round(share * 100)}%</span>
                  </span>
                </p>
              );
            })}
            {answer?.why[id] && (
              <p class="room-why-text">
                <Prose text={answer.why[id]!} />
              </p>
            )}
          </li>
        );
      })}
    </ul>
  );
}
