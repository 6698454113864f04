import type { Reaction } from '@ringback/client';
import type { ReactNode } from 'react';

// Drawn here, because not every system has pictures for emoji, and each draws its own.

const skin = { fill: '#ffc83d', stroke: '#8a4b08', strokeWidth: 1.6, strokeLinejoin: 'round' } as const;
const ink = '#5a2d00';
const face = <circle cx="24" cy="24" r="20" {...skin} />;

const thumbsUp = (
  <>
    <rect x="4" y="20" width="10" height="23" rx="3" fill="#2f7fc1" stroke="#17466d" strokeWidth="1.6" />
    <path
      d="M14 22.5c4-3 7-8 8.3-14.6.4-2 1.9-3.2 3.8-2.9 2.8.5 4.4 3 3.9 6.2L28.7 19H39a4.6 4.6 0 0 1 4.5 5.7l-3.6 14.1a5.6 5.6 0 0 1-5.4 4.2H21c-2.6 0-4.7-.7-7-2.2z"
      {...skin}
    />
  </>
);

const heart = (
  <>
    <path
      d="M24 42.5C11 33.4 4.5 26.6 4.5 18.2 4.5 11.6 9.4 7 15.3 7c3.6 0 6.8 1.8 8.7 4.7C25.9 8.8 29.1 7 32.7 7c5.9 0 10.8 4.6 10.8 11.2 0 8.4-6.5 15.2-19.5 24.3z"
      fill="#f4405f"
      stroke="#9c1330"
      strokeWidth="1.6"
      strokeLinejoin="round"
    />
    <path
      d="M10.5 18.5c0-3.8 2.2-6 5-6"
      fill="none"
      stroke="#ffb3c0"
      strokeWidth="2.6"
      strokeLinecap="round"
    />
  </>
);

/** An open hand that points up, around its wrist. */
const openHand = (
  <g {...skin}>
    <rect x="-9.5" y="-23" width="5" height="16" rx="2.5" />
    <rect x="-4.7" y="-26" width="5" height="18" rx="2.5" />
    <rect x="0.1" y="-25" width="5" height="18" rx="2.5" />
    <rect x="4.9" y="-21.5" width="4.8" height="15" rx="2.4" />
    <path d="M-9.5-12v6.5C-9.5.5-5.5 4 0 4s9.7-3.5 9.7-9.5V-12l-9.7 2zM-9.5-7l-3.7-4.3c-1.2-1.4-3.2-1.5-4.1-.3-.7.9-.6 2 .2 3L-10 1z" />
  </g>
);

const applause = (
  <>
    <g stroke="#f4a81d" strokeWidth="2.6" strokeLinecap="round">
      <path d="M24 3v5M13 6l2.4 4.4M35 6l-2.4 4.4" />
    </g>
    <g transform="translate(32 38) rotate(14) scale(-0.95 0.95)">{openHand}</g>
    <g transform="translate(19 40) rotate(-12) scale(0.95)">{openHand}</g>
  </>
);

const laughter = (
  <>
    {face}
    <path
      d="M11 19.5c1.6-3 5.4-3 7 0M30 19.5c1.6-3 5.4-3 7 0"
      fill="none"
      stroke={ink}
      strokeWidth="2.6"
      strokeLinecap="round"
    />
    <path d="M12 26h24c0 7.5-5.2 12.5-12 12.5S12 33.5 12 26z" fill="#7a1d1d" stroke={ink} strokeWidth="1.4" />
    <path d="M13 26h22l-1 4H14z" fill="#fff" />
    <path
      d="M8.5 22c-2.8 3-3.7 5-2.6 6.6s3.5 1.2 3.9-1c.2-1.3-.3-3.2-1.3-5.6zM39.5 22c2.8 3 3.7 5 2.6 6.6s-3.5 1.2-3.9-1c-.2-1.3.3-3.2 1.3-5.6z"
      fill="#4aa8e8"
    />
  </>
);

const surprise = (
  <>
    {face}
    <path
      d="M11.5 14.5c1.4-2.4 4.3-3.2 6.5-1.8M36.5 14.5c-1.4-2.4-4.3-3.2-6.5-1.8"
      fill="none"
      stroke={ink}
      strokeWidth="2.2"
      strokeLinecap="round"
    />
    <ellipse cx="16" cy="21" rx="3" ry="3.8" fill={ink} />
    <ellipse cx="32" cy="21" rx="3" ry="3.8" fill={ink} />
    <ellipse cx="24" cy="33.5" rx="5.5" ry="6.8" fill="#7a1d1d" stroke={ink} strokeWidth="1.4" />
  </>
);

const celebration = (
  <>
    <path
      d="M5 43.5 15.5 17c1-2.4 5.5-.8 9.8 3.6 4.3 4.3 6 8.9 3.5 9.9z"
      fill="#8e5bd0"
      stroke="#4f2a86"
      strokeWidth="1.6"
      strokeLinejoin="round"
    />
    <path d="M11 28.5 19.5 37M14.5 20l12 12" stroke="#d9c2ff" strokeWidth="2.6" strokeLinecap="round" />
    <g fill="none" strokeWidth="2.8" strokeLinecap="round">
      <path d="M27 15c-1-4 2-5 1-9" stroke="#f4405f" />
      <path d="M31 20c3.5-2.5 3-6 8-6.5" stroke="#f4a81d" />
      <path d="M33 26.5c4-1 5.5 2 9 .5" stroke="#1b9e6e" />
    </g>
    <circle cx="19" cy="8" r="2.4" fill="#f4a81d" />
    <circle cx="39" cy="7" r="2.6" fill="#4aa8e8" />
    <circle cx="43" cy="19.5" r="2.2" fill="#f4405f" />
    <circle cx="37" cy="35" r="2.4" fill="#8e5bd0" />
  </>
);

const pictures: Readonly<Record<Reaction, ReactNode>> = {
  thumbsUp,
  heart,
  applause,
  laughter,
  surprise,
  celebration,
};

/** The picture of a reaction, as large as its text. */
export function ReactionArt({ reaction }: { readonly reaction: Reaction }) {
  return (
    <svg viewBox="0 0 48 48" width="1em" height="1em" aria-hidden="true">
      {pictures[reaction]}
    </svg>
  );
}
