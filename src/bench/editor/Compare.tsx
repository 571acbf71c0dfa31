import { useComputed, useSignal } from '@preact/signals';
import { viewOf } from '../../../learner/bench/index.ts';
import { diffLines } from '../../../learner/editor/diff.ts';
import { cleanUp } from '../../../learner/editor/task-definition/clean-up.ts';
import { comparable } from '../../../learner/editor/task-definition/comparable.ts';
import { Modal } from '../Modal.tsx';
import type { BenchUi } from '../ui.ts';

const file = 'file';
const signs = { same: ' ', removed: '−', added: '+' };
const words = { same: '', removed: 'removed: ', added: 'added: ' };

/** Compares revisions that are registered with each other and with the file. */
export function Compare(props: { ui: BenchUi; path: string; text: string; onClose: () => void }) {
  const { ui, path, text, onClose } = props;
  const view = useComputed(() => (void ui.version.value, viewOf(ui.bench))).value;
  const names = (
    view.call<{ taskDefinitionArns: string[] }>('ecs', 'ListTaskDefinitions', { sort: 'DESC' })
      ?.taskDefinitionArns ?? []
  ).map((arn) => arn.slice(arn.lastIndexOf('/') + 1));
  const family = /"family"\s*:\s*"([^"]*)"/.exec(text)?.[1];
  const own = names.find((name) => name.startsWith(`${family}:`));
  const left = useSignal(own ?? names[0] ?? file);
  const right = useSignal(file);
  const read = (name: string) => {
    if (name !== file)
      return comparable(
        view.call<{ taskDefinition: unknown }>('ecs', 'DescribeTaskDefinition', { taskDefinition: name })
          ?.taskDefinition,
      );
    const clean = cleanUp(text);
    return clean ? comparable(JSON.parse(clean.text)) : undefined;
  };
  const [before, after] = [read(left.value), read(right.value)];
  const lines = before === undefined || after === undefined ? undefined : diffLines(before, after);
  const changed = lines?.filter(({ kind }) => kind !== 'same').length ?? 0;
  const chooser = (label: string, chosen: typeof left) => (
    <label>
      {label}{' '}
      <select value={chosen.value} onChange={(event) => (chosen.value = event.currentTarget.value)}>
        <option value={file}>{path}</option>
        {names.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <Modal open label="Compare revisions" onClose={onClose}>
      <h2>Compare revisions</h2>
      <p class="bench-compare-choice">
        {chooser('From', left)} {chooser('to', right)}
      </p>
      <p role="status">
        {names.length === 0
          ? 'No task definition is registered yet. Register one, then compare the file with it.'
          : lines === undefined
            ? `${path} is not JSON. Mend it, then compare.`
            : changed === 0
              ? 'They say the same.'
              : `${changed} ${changed === 1 ? 'line differs' : 'lines differ'}.`}
      </p>
      {lines && changed > 0 && (
        <div class="bench-diff" tabIndex={0} role="region" aria-label="Differences">
          {lines.map(({ kind, text: line, before: one, after: other }) => (
            <div key={`${one ?? ''}-${other ?? ''}`} data-kind={kind}>
              <span aria-hidden="true">{signs[kind]}</span>
              {words[kind] && <span class="bench-hidden">{words[kind]}</span>}
              <code>{line}</code>
            </div>
          ))}
        </div>
      )}
      <p>
        <button type="button" onClick={onClose}>
          Close
        </button>
      </p>
    </Modal>
  );
}
