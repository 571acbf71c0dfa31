/** Damaged records: what they are, where they were, and what can be done with them. */
import { useRef } from 'preact/hooks';
import type { AsideRecord } from '../../learner/journal/index.ts';
import { Prose } from '../checks/Prose.tsx';
import { Confirm } from './Confirm.tsx';
import { nameOf } from './kept.ts';
import type { WorkModel } from './model.ts';
import { asText } from './set-aside.ts';
import { focusResult, Told } from './Told.tsx';
import { count, dayAndTime } from './words.ts';

const isStreamName = (name: string): boolean => /^(archive:\d+:)?((lab|check):.+|site)$/.test(name);

function Damaged({ record, model }: { record: AsideRecord; model: WorkModel }) {
  const { at, stream, reason } = record;
  const from = isStreamName(stream) ? nameOf(stream, model.course) : `“${stream}”`;
  return (
    <li>
      <p>
        In {from}: <Prose text={reason} />.{' '}
        <time class="work-when" datetime={new Date(at).toISOString()}>
          Set aside {dayAndTime(at, Date.now())}
        </time>
      </p>
      <details>
        <summary>Show the record</summary>
        <pre tabindex={0}>{asText(record.record)}</pre>
      </details>
    </li>
  );
}

export function SetAside({ model }: { model: WorkModel }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const records = model.aside.value;
  const these = count(records.length, 'record', 'records');
  const remove = async (): Promise<void> => {
    await model.removeAside();
    focusResult('aside');
  };
  const shown = records.length > 0 || model.results.value.aside !== undefined;
  return (
    <section aria-labelledby="work-aside" hidden={!shown}>
      <h2 id="work-aside">Set aside</h2>
      {records.length > 0 && (
        <>
          <p>
            {these} of your work could not be read and {records.length === 1 ? 'was' : 'were'} set aside;
            everything else is in its place. Nothing was deleted. If a lab looks wrong, reset it; if a check
            does, start it over.
          </p>
          <ul class="work-aside">
            {records.map((record, i) => (
              <Damaged key={i} record={record} model={model} />
            ))}
          </ul>
          <div class="work-acts">
            <button type="button" class="work-plain" onClick={() => model.downloadAside()}>
              Download {records.length === 1 ? 'it' : 'them'}
            </button>
            <button type="button" class="work-danger" onClick={() => dialog.current?.showModal()}>
              Remove…
            </button>
          </div>
        </>
      )}
      <Told model={model} section="aside" />
      <Confirm
        dialog={dialog}
        id="work-aside-question"
        title={`Remove ${these}?`}
        act="Remove"
        onAct={() => void remove()}
      >
        <p>
          {records.length === 1 ? 'It is' : 'They are'} damaged and count for nothing in the course, but once
          removed there is no way back. Download {records.length === 1 ? 'it' : 'them'} first if somebody is
          to look into what happened.
        </p>
      </Confirm>
    </section>
  );
}
