/** Brings the page "Your work" to life. Loaded on that page only. */
import { render } from 'preact';
import { pageJournal } from '../../learner/journal/index.ts';
import type { CourseIndex } from './course-index.ts';
import { createWork } from './model.ts';
import { WorkView } from './WorkView.tsx';

const root = document.getElementById('your-work')!;
const course = JSON.parse(root.dataset['course'] ?? '{"labs":{},"checks":{}}') as CourseIndex;
const model = createWork(await pageJournal(), course);
root.replaceChildren();
render(<WorkView model={model} />, root);
await model.refresh();
root.removeAttribute('aria-busy');
