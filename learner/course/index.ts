/** The course as a whole: standing, review, final assessment. Runs anywhere. */
export {
  DRAWN,
  draw,
  foldAssessment,
  MASTERY,
  type AssessmentEvent,
  type AssessmentState,
  type Attempt,
} from './assessment.ts';
export { dueNow, INTERVALS, reviewItems, type Reviewed, type ReviewItem } from './review.ts';
export { standingOf, type ModuleParts, type ModuleStanding } from './standing.ts';
