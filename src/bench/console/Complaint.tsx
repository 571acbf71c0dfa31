import { explain } from '../explanations.ts';

/** What AWS says, why it does, and where that is taught. */
export function Complaint({ trouble }: { trouble: { code: string; message: string } }) {
  const why = explain(`${trouble.code} ${trouble.message}`);
  return (
    <div class="bench-complaint" role="alert">
      <p class="bench-complaint-words">
        {trouble.code}: {trouble.message}
      </p>
      {why && (
        <p>
          {why.why}{' '}
          <a href={why.link.href} target="_blank" rel="noreferrer">
            {why.link.text}
          </a>
        </p>
      )}
    </div>
  );
}
