/** The labs and checks that this browser keeps, by lesson. */
import { Sign } from '../checks/Sign.tsx';
import type { Kept } from './kept.ts';
import type { WorkModel } from './model.ts';
import { dayAndTime, entriesOf, summaryOf } from './words.ts';

const KINDS: Readonly<Record<Kept['kind'], string>> = { lab: 'Lab', check: 'Check', site: 'Course' };

/** Streams of one lesson, together; each without a lesson by itself. */
function byLesson(kept: readonly Kept[]): Kept[][] {
  const groups = new Map<string, Kept[]>();
  for (const one of kept) {
    const key = one.place?.href ?? one.stream;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}

function Row({ one, model, now }: { one: Kept; model: WorkModel; now: number }) {
  const { kind, lastAt, archived, stream } = one;
  const progress = model.progress.value[stream];
  return (
    <li class="work-row" data-stream={stream}>
      <span class="work-kind">{KINDS[kind]}</span>
      <span class="work-progress">
        {progress && <Sign sign={progress.sign} />}
        <span>{progress ? progress.text : '…'}</span>
        {archived > 0 && (
          <span class="work-archived">Kept besides: {entriesOf(archived)} that undo or reset took out</span>
        )}
      </span>
      {lastAt !== null && (
        <time class="work-when" datetime={new Date(lastAt).toISOString()}>
          {dayAndTime(lastAt, now)}
        </time>
      )}
    </li>
  );
}

function Group({ group, model, now }: { group: readonly Kept[]; model: WorkModel; now: number }) {
  const { place, kind, id } = group[0]!;
  return (
    <li class="work-lesson">
      {place ? (
        <h3>
          <a href={place.href}>{place.lesson}</a>
          <span class="work-module">{place.module}</span>
        </h3>
      ) : (
        <h3>{kind === 'site' ? 'The course as a whole' : id}</h3>
      )}
      <ul>
        {group.map((one) => (
          <Row key={one.stream} one={one} model={model} now={now} />
        ))}
      </ul>
    </li>
  );
}

function firstLesson({ course }: WorkModel): string | undefined {
  const places = [...Object.values(course.labs), ...Object.values(course.checks)];
  return places.sort((a, b) => a.order - b.order)[0]?.href;
}

function Nothing({ model }: { model: WorkModel }) {
  if (model.kind === 'memory') return <p class="work-empty">Nothing is kept, so there is nothing to show.</p>;
  const start = firstLesson(model);
  return (
    <p class="work-empty">
      Nothing yet. What you do in a lab and what you answer in a check shows up here by itself.
      {start && (
        <>
          {' '}
          <a href={start}>Begin with the first lab</a>, or import a file from another machine below.
        </>
      )}
    </p>
  );
}

export function KeptList({ model }: { model: WorkModel }) {
  const kept = model.kept.value;
  return (
    <section aria-labelledby="work-kept">
      <h2 id="work-kept">What you have done</h2>
      {kept === null && <p class="work-empty">Reading your work…</p>}
      {kept?.length === 0 && <Nothing model={model} />}
      {kept && kept.length > 0 && (
        <>
          <p>This browser keeps {summaryOf(kept)}.</p>
          <ul class="work-list">
            {byLesson(kept).map((group) => (
              <Group key={group[0]!.stream} group={group} model={model} now={Date.now()} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
