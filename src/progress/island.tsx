/** Brings one of the pages on the learner's progress to life; which one, the element says. */
import { render } from 'preact';
import { dueNow } from '../../learner/course/index.ts';
import { pageJournal } from '../../learner/journal/index.ts';
import { finalBank, type CourseIndex } from '../work/course-index.ts';
import { AssessmentView } from './AssessmentView.tsx';
import { CertificateView } from './CertificateView.tsx';
import { questionsOf, readCourse } from './course-data.ts';
import { CourseView } from './CourseView.tsx';
import { ReviewView } from './ReviewView.tsx';

const root = document.getElementById('course')!;
const course = JSON.parse(root.dataset['course']!) as CourseIndex;
const base = root.dataset['base']!;
const store = await pageJournal();

const pages: Readonly<Record<string, () => Promise<preact.JSX.Element>>> = {
  course: async () => <CourseView data={await readCourse(store, course)} now={Date.now()} base={base} />,
  async review() {
    const { review } = await readCourse(store, course);
    return <ReviewView due={dueNow(review, Date.now())} store={store} base={base} />;
  },
  async assessment() {
    const questions = await questionsOf(finalBank);
    const entries = await store.read(`check:${finalBank}`);
    return <AssessmentView questions={questions} entries={entries} store={store} base={base} />;
  },
  async certificate() {
    const names = (await store.read('site')).flatMap(({ event }) =>
      event.type === 'named' ? [String((event as { name?: unknown }).name ?? '')] : [],
    );
    const keep = (name: string) => void store.append('site', [{ type: 'named', name } as never]);
    return (
      <CertificateView
        data={await readCourse(store, course)}
        name={names.at(-1) ?? ''}
        onName={keep}
        base={base}
      />
    );
  },
};

try {
  const view = await pages[root.dataset['page']!]!();
  root.replaceChildren();
  render(view, root);
} catch {
  root.textContent = 'Your progress could not be read. See whether you are online, then reload the page.';
}
root.removeAttribute('aria-busy');
