import { codeSpans } from '../components/code-spans.ts';

/** Text of a bank: what stands in backticks is code. */
export function Prose({ text }: { text: string }) {
  return <>{codeSpans(text).map((part, i) => (part.code ? <code key={i}>{part.text}</code> : part.text))}</>;
}
