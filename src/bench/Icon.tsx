/** Small signs in the text's colour, in a box of 16 by 16. */
const paths = {
  play: <path d="M4 2.5v11l9-5.5z" />,
  pause: <path d="M4 3h3v10H4zm5 0h3v10H9z" />,
  next: <path d="M3 2.5v11l7-5.5zM11 3h2v10h-2z" />,
  step: <path d="M4 2.5h2v11H4zM7.5 2.5v11l6.5-5.5z" />,
  share: <path d="M8 10V2.5M5 5l3-3 3 3M3 8v5.5h10V8" fill="none" stroke="currentColor" stroke-width="1.6" />,
  undo: (
    <path
      d="M6 3 2.5 6.5 6 10M3 6.5h6.5a3.5 3.5 0 0 1 0 7H7"
      fill="none"
      stroke="currentColor"
      stroke-width="1.6"
    />
  ),
  disc: <circle cx="8" cy="8" r="5" />,
  half: (
    <>
      <circle cx="8" cy="8" r="4.4" fill="none" stroke="currentColor" stroke-width="1.4" />
      <path d="M8 3.6a4.4 4.4 0 0 0 0 8.8z" />
    </>
  ),
  cross: <path d="m4 4 8 8m0-8-8 8" stroke="currentColor" stroke-width="2" />,
  done: (
    <>
      <rect x="2" y="2" width="12" height="12" rx="2" />
      <path d="m4.8 8.2 2.2 2.3 4.2-5" fill="none" stroke="var(--dd-bg, Canvas)" stroke-width="1.8" />
    </>
  ),
  open: (
    <rect
      x="2.7"
      y="2.7"
      width="10.6"
      height="10.6"
      rx="1.6"
      fill="none"
      stroke="currentColor"
      stroke-width="1.4"
    />
  ),
  closed: (
    <>
      <path d="M5.2 7.5V5.3a2.8 2.8 0 0 1 5.6 0v2.2" fill="none" stroke="currentColor" stroke-width="1.5" />
      <rect x="3.2" y="7" width="9.6" height="7" rx="1.4" />
    </>
  ),
  error: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="m5.8 5.8 4.4 4.4m0-4.4-4.4 4.4" stroke="var(--dd-bg, Canvas)" stroke-width="1.6" />
    </>
  ),
  warning: (
    <path
      d="M8 2.2 14.4 13.6H1.6zM8 6.4v3.4M8 11.2v1.2"
      fill="none"
      stroke="currentColor"
      stroke-width="1.5"
    />
  ),
};

export function Icon({ name }: { name: keyof typeof paths }) {
  return (
    <svg class="bench-sign" viewBox="0 0 16 16" width="16" height="16" fill="currentColor" aria-hidden="true">
      {paths[name]}
    </svg>
  );
}
