/** A live question as peer instruction: vote, talk it over, vote again, see the answer. */
import type { ShownQuestion } from '../../learner/checks/index.ts';
import type { Counts } from './acts.ts';

/**
 * `first`: the first vote is open. `discuss`: it is over, people talk. `second`: the second vote is open. `closed`: that
 * is over too. `revealed`: the answer is shown, at any time after the first vote.
 */
export type AskStatus = 'first' | 'discuss' | 'second' | 'closed' | 'revealed';

export interface Ask {
  /** The number of its `question-opened`: its name. */
  readonly ask: number;
  readonly poll: string;
  readonly question: ShownQuestion;
  status: AskStatus;
  readonly openedAt: number;
  /** Option ids by person, for each round. A participant's fold holds only their own. */
  readonly votes: {
    readonly first: Map<string, readonly string[]>;
    readonly second: Map<string, readonly string[]>;
  };
  /** Once revealed, for everyone. */
  answer?: {
    readonly first: Counts;
    readonly second?: Counts;
    readonly correct: readonly string[];
    readonly why: Readonly<Record<string, string>>;
  };
}

/** The only way on from each status. */
const turns: Readonly<Record<AskStatus, Partial<Record<'close' | 'reopen' | 'reveal', AskStatus>>>> = {
  first: { close: 'discuss' },
  discuss: { reopen: 'second', reveal: 'revealed' },
  second: { close: 'closed' },
  closed: { reveal: 'revealed' },
  revealed: {},
};

/** The status after a turn; undefined when it cannot be taken now. */
export const turned = (status: AskStatus, turn: 'close' | 'reopen' | 'reveal'): AskStatus | undefined =>
  turns[status][turn];

/** The round that is open. */
export const openRound = ({ status }: Ask): 'first' | 'second' | undefined =>
  status === 'first' || status === 'second' ? status : undefined;

/** How many chose each option in a round; every option is there. */
export function countVotes({ question, votes }: Ask, round: 'first' | 'second'): Counts {
  const counts: Record<string, number> = {};
  if ('options' in question) for (const { id } of question.options) counts[id] = 0;
  for (const options of votes[round].values()) for (const id of options) counts[id] = (counts[id] ?? 0) + 1;
  return counts;
}
