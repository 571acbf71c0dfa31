/** What a lesson may place, for `import { … } from '../../src/components/index.ts'`. */
export { default as Call } from './Call.astro';
export { default as Check } from '../checks/Check.astro';
export { default as InstructorNotes } from './InstructorNotes.astro';
export { default as Lab } from './Lab.astro';
export { default as Objectives } from './Objectives.astro';
export { default as ReadOn } from './ReadOn.astro';
export { default as Summary } from './Summary.astro';
export { default as TaskLifeCycle } from './TaskLifeCycle.astro';
export { default as Term } from './Term.astro';
export { default as WhatChanged } from './WhatChanged.astro';
export { default as Status } from '../status/Status.astro';
