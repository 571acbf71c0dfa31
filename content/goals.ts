import type { LabView, Missing } from '../learner/bench/index.ts';

/** The words that the goals of all labs share. */
export const reached: Missing[] = [];
export const missing = (is: string, shouldBe: string): Missing[] => [{ is, shouldBe }];

/** Commands whose line matches, oldest first. */
export const commandsLike = (view: LabView, line: RegExp) =>
  view.commands.filter((command) => line.test(command.line));

/** Whether a command line that matches `line` has printed `words`, on either stream. */
export function hasSeen(view: LabView, line: RegExp, words: string | RegExp): boolean {
  return commandsLike(view, line).some(({ stdout, stderr }) => {
    const printed = `${stdout}\n${stderr}`;
    return typeof words === 'string' ? printed.includes(words) : words.test(printed);
  });
}

/** The goal of having seen `words` after a command line like `line`; `is` and `shouldBe` say what is missing. */
export const toSee =
  (line: RegExp, words: string | RegExp, is: string | ((view: LabView) => string), shouldBe: string) =>
  (view: LabView): Missing[] =>
    hasSeen(view, line, words) ? reached : missing(typeof is === 'string' ? is : is(view), shouldBe);
