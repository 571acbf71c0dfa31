/**
 * Commands that are to lead to a state: written as lines, tried in a world of the question's own as often as the learner
 * likes, and graded by what they do there. The shell is fetched at the first trial.
 */
import { useState } from 'preact/hooks';
import type { FieldProps } from './field-props.ts';

export function ReachField({ question, model, locked }: FieldProps<'reach'>) {
  const { id } = question;
  const lines = model.drafts.value[id]?.lines ?? '';
  const [printed, setPrinted] = useState('');
  const [running, setRunning] = useState(false);

  async function run(): Promise<void> {
    setRunning(true);
    try {
      const { attempt } = await import('../../learner/checks/kinds/attempt.ts');
      const { answer, transcript } = await attempt(question, lines);
      model.write(id, answer);
      setPrinted(transcript || 'Write a command first.');
    } catch {
      setPrinted('The commands could not be run. See whether you are online, then run them again.');
    }
    setRunning(false);
  }

  return (
    <div class="dd-check-code">
      <label for={`${id}-field`}>Your commands, one a line</label>
      <textarea
        id={`${id}-field`}
        rows={Math.max(3, lines.split('\n').length + 1)}
        spellcheck={false}
        autocapitalize="off"
        readOnly={locked}
        value={lines}
        onInput={({ currentTarget }) => model.write(id, { lines: currentTarget.value })}
      />
      {!locked && (
        <button type="button" class="dd-check-over" disabled={running} onClick={() => void run()}>
          {running ? 'Running…' : 'Run the commands'}
        </button>
      )}
      {printed !== '' && (
        <pre class="dd-check-printed" role="log" aria-label="What the commands printed" tabindex={0}>
          {printed}
        </pre>
      )}
    </div>
  );
}
