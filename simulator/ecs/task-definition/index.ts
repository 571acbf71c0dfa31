/** Validation of ECS task definitions: for the editor and `drydock lint`, and for RegisterTaskDefinition. */
export { refuseRegistration } from './refuse.ts';
export { type Example, type Rule, type Severity } from './rule.ts';
export { notCheckable, type NotCheckable } from './rules/not-checkable.ts';
export { rules } from './rules/index.ts';
export { validateTaskDefinition, type Problem } from './validate.ts';
