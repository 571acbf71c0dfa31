/** Text of a bank: what stands in backticks is code. */
export function Prose({ text }: { text: string }) {
  return (
    <>
      {text
        .split('`')
        .map((part, i) => (i % 2 === 1 ? <code key={i}>{part}</code> : part))
        .filter((part) => part !== '')}
    </>
  );
}
