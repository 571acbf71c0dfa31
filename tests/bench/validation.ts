import { validateTaskDefinition } from '../../simulator/ecs/task-definition/index.ts';
import { print, quantile, time } from './figure.ts';
import { definitionOf } from './page.ts';

/** From a keystroke's new text to all problems with their places: the main thread's share of live validation. */
export function benchValidation(): void {
  for (const kilobytes of [3, 64]) {
    const text = definitionOf(kilobytes * 1024 - 512);
    const times: number[] = [];
    for (let round = 0; round < 600; round++) {
      // Each keystroke is another text: a digit typed into the family's name.
      const typed = text.replace('"family": "bench', `"family": "bench${round}`);
      const ms = time(() => void validateTaskDefinition(typed));
      if (round >= 100) times.push(ms);
    }
    for (const [name, share] of [
      ['p50', 0.5],
      ['p99', 0.99],
    ] as const) {
      print({
        figure: `keystroke-to-problems-${kilobytes}k-${name}`,
        value: quantile(times, share),
        unit: 'ms',
        of: `validation of a ${kilobytes} KB task definition, ${name} of 500 keystrokes`,
      });
    }
  }
}
