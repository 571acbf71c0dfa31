/** What the editor does on request, in a chunk of its own: fixes, clean-up, formatting, the checks of other files. */
export { applyEdits } from '../../../learner/editor/json/edits.ts';
export { checkFile } from '../../../learner/editor/files/check.ts';
export { cleanUp } from '../../../learner/editor/task-definition/clean-up.ts';
export { fixesFor } from '../../../learner/editor/task-definition/fixes.ts';
export { formatJson } from '../../../learner/editor/json/format.ts';
export { surroundingsOf } from './surroundings.ts';
