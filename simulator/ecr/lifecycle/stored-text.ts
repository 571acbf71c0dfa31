/**
 * A policy's text as the service keeps it and gives it back: without blanks, its rules in the order of their priorities
 * (AWS CLI reference, put-lifecycle-policy; Terraform's notes on `aws_ecr_lifecycle_policy`). A preview gives its text
 * back as it came (start-lifecycle-policy-preview).
 * @param text of a policy that has been read without a refusal
 */
export function storedText(text: string): string {
  const { rules } = JSON.parse(text) as { rules: { rulePriority: number }[] };
  return JSON.stringify({ rules: rules.sort((one, other) => one.rulePriority - other.rulePriority) });
}
