import { Component, createRef, type ReactNode } from 'react';
import type { Corner } from '../drag/corners.ts';
import type { CallLayout } from '../stage/stageContext.ts';
import type { PictureName, PicturePlace, Stack, Strip } from './arrangement.ts';
import { clearDrag } from './dragToCorner.ts';
import { appear, boxOf, glide, openFromRing, type Box } from './glide.ts';
import styles from './Pictures.module.css';

interface Props {
  readonly name: PictureName;
  readonly place: PicturePlace;
  readonly corner: Corner;
  readonly stack: Stack;
  /** Present while the small pictures stand beside the large one. */
  readonly strip: Strip | undefined;
  readonly stretch: number;
  /** The picture has, or changes, its shape. */
  readonly onStretch: (stretch: number) => void;
  readonly layout: CallLayout;
  /** See `useSettled`. */
  readonly isSettled: boolean;
  /** Another object after each drop, also where the picture goes back to the corner that it came from. */
  readonly turn: unknown;
  readonly children: ReactNode;
}

/** What was on the screen before a change. */
type Before = { readonly from: Box } | { readonly ring: Box | undefined } | null;

/**
 * A picture that glides to its new place on the stage. A class, because React shows only these what is on the screen
 * right before a change.
 */
export class MovingFrame extends Component<Props> {
  readonly #frame = createRef<HTMLDivElement>();

  override componentDidMount(): void {
    // The events of videos do not bubble.
    this.#frame.current?.addEventListener('resize', this.#onResize, { capture: true });
  }

  readonly #onResize = ({ target }: Event): void => {
    if (!(target instanceof HTMLVideoElement) || target.videoWidth * target.videoHeight === 0) return;
    this.props.onStretch(Math.sqrt(target.videoWidth / target.videoHeight));
  };

  override getSnapshotBeforeUpdate(before: Props): Before {
    const frame = this.#frame.current;
    if (frame === null || !isMove(before, this.props)) return null;
    if (isShown(before.place)) return { from: boxOf(frame) };
    return this.props.place === 'large' ? { ring: uncoveredRing(frame) } : null;
  }

  override componentDidUpdate(_before: Props, _state: unknown, before: Before): void {
    const frame = this.#frame.current;
    if (frame === null || before === null) return;
    clearDrag(frame);
    if ('from' in before) glide(frame, before.from);
    else if (before.ring !== undefined && this.props.isSettled) openFromRing(frame, before.ring);
    else if (before.ring !== undefined) appear(frame);
  }

  override render(): ReactNode {
    const { name, place, corner, stack, strip, stretch, children } = this.props;
    return (
      <div
        ref={this.#frame}
        className={styles['frame']}
        style={{
          '--stretch': stretch,
          '--under': stack.height,
          '--beside': stack.width,
          '--gaps': stack.count,
          '--strip-width': strip?.width,
          '--strip-height': strip?.height,
        }}
        data-name={name}
        data-place={place}
        data-corner={corner}
        data-strip={strip !== undefined}
      >
        {children}
      </div>
    );
  }
}

/** Only in the full layout, and not into it. */
function isMove(before: Props, after: Props): boolean {
  if (before.layout !== 'full' || after.layout !== 'full') return false;
  const isElsewhere = before.place !== after.place || before.turn !== after.turn;
  return isElsewhere || before.stack.count !== after.stack.count;
}

function isShown(place: PicturePlace): boolean {
  return place === 'large' || place === 'small';
}

/** The portrait that a picture opens from; none while another picture is over the stage, and gives way to it. */
function uncoveredRing(frame: HTMLElement): Box | undefined {
  const region = frame.offsetParent;
  const isCovered = region?.querySelector('[data-place="large"]') ?? null;
  const portrait = region?.querySelector('[data-portrait]');
  return isCovered === null && portrait instanceof HTMLElement ? boxOf(portrait) : undefined;
}
